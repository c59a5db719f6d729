"""What the values of a chart, its sentence and its table are: one name and one unit for all three.

A chart, the sentence beside it and the table below it speak of the same values. They are given what
those values are as one thing, so that no two of them can name or write them differently.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kpicore.kpis import CATALOGUE, KpiValue
from kpicore.messages import Message, alone, msg
from kpicore.units import Amount, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """What the values of a chart or a table are: their name, and what they count.

    Attributes
    ----------
    label : Message or str
        What the values are: "Views per day"; a text is final.
    unit : Unit
        What they count.
    currency : str or None
        ISO 4217 code of money.
    """

    label: Message | str
    unit: Unit
    currency: str | None = None

    @property
    def axis_title(self) -> Message:
        """Title of a value axis: what is counted and in which unit, as "Engagement rate (%)"."""
        if self.unit is Unit.SHARE:
            return msg("{label} (%)", label=self.label)
        if self.unit is Unit.SECONDS:
            return msg("{label} (time)", label=self.label)
        if self.unit is Unit.MONEY and self.currency:
            return msg("{label} ({currency})", label=self.label, currency=self.currency)
        # A count's label is its unit: views are counted in views.
        return alone(self.label)

    def named(self, label: Message | str) -> Quantity:
        """Return the same under another name: a bound, a part or a mean of the values."""
        return replace(self, label=label)

    def amount(self, value: float, *, signed: bool = False) -> Amount:
        """Return one of the values, ready to be filled into a sentence.

        Parameters
        ----------
        value : float
            In the unit; NaN is shown as a dash.
        signed : bool, default False
            Whether a plus is written before a positive value.

        Returns
        -------
        Amount
            With unit and currency.
        """
        return Amount(value, self.unit, self.currency, signed)


def quantity_of(value: KpiValue) -> Quantity:
    """Return what a KPI counts under its own name, in the currency of the value."""
    return Quantity(label=CATALOGUE[value.key].label, unit=value.unit, currency=value.currency)

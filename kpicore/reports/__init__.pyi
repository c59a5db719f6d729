from .branding import Branding, BrandingError, Logo, read_logo
from .fonts import Faces, faces
from .kinds import KINDS, compose
from .making import Made, ReportOrder, make_report, make_with_preview, write_report
from .material import Material, ReportGoal, report_goal
from .report import (
    FORMAT_WORDS,
    KIND_WORDS,
    MIME_TYPES,
    Format,
    Kind,
    Paper,
    Report,
    ReportError,
)

__all__ = [
    "FORMAT_WORDS",
    "KINDS",
    "KIND_WORDS",
    "MIME_TYPES",
    "Branding",
    "BrandingError",
    "Faces",
    "Format",
    "Kind",
    "Logo",
    "Made",
    "Material",
    "Paper",
    "Report",
    "ReportError",
    "ReportGoal",
    "ReportOrder",
    "compose",
    "faces",
    "make_report",
    "make_with_preview",
    "read_logo",
    "report_goal",
    "write_report",
]

"""Wording for people: the app's languages, their catalogues and formatting by locale."""

from kpicore.language.choice import LANGUAGES, Language, choose_language
from kpicore.language.translator import Translator, english, translator

__all__ = ["LANGUAGES", "Language", "Translator", "choose_language", "english", "translator"]

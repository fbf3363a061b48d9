"""Everything the module keeps."""

from modules.bundid.models.attempt import Attempt, Outcome, Purpose
from modules.bundid.models.entity import Entity, Environment, Generation, KeySet, Provider
from modules.bundid.models.identity import Identity

__all__ = [
    "Attempt",
    "Entity",
    "Environment",
    "Generation",
    "Identity",
    "KeySet",
    "Outcome",
    "Provider",
    "Purpose",
]

"""Models: what they are, where they live, whether they are whole."""

from assist.modelstore.errors import ModelError, ModelRequestError
from assist.modelstore.store import InstalledModel, ModelStore

__all__ = ["InstalledModel", "ModelError", "ModelRequestError", "ModelStore"]

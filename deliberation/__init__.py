# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""State and rules of participation."""

from importlib import import_module
from sys import modules
from types import ModuleType


class _Later(ModuleType):
    """Stands for a module until somebody asks for what is in it."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__") and name != "__path__":  # whoever looks through all modules asks for `__file__`
            raise AttributeError(name)
        if modules.get(self.__name__) is self:
            del modules[self.__name__]
        return getattr(import_module(self.__name__), name)


# Piccolo loads a formatter of sources into every program, for a command that none of ours calls: of `rione account
# list` a sixth.
modules.setdefault("black", _Later("black"))

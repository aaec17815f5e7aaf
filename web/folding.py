# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compiled templates that do less for every page.

What a template's environment knows is written into the compiled template and not looked up page by page: of one
language and at one address, `_("Commenta")`, `asset("app.css")` and `url("/accesso")` never change. And what is shown
becomes a plain text with its marks escaped, not a Markup that is joined at once.
"""

import re

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

_MARKS = re.compile("[&<>'\"]")
KNOWN = ("_", "gettext", "asset", "url")  # functions of the environment with the same answer to the same text


def escaped(value: object) -> str:
    """The same characters as markupsafe.escape, in half the time: most texts hold nothing to be escaped."""
    if type(value) is Markup or (type(value) is str and not _MARKS.search(value)):
        return value
    return escape(value)


class _Known(NodeTransformer):
    """Calls of KNOWN with one text, replaced by what they answer."""

    def __init__(self, known: dict[str, object]) -> None:
        self.known = known

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        self.generic_visit(node)
        function = self.known.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        match node.args:
            case [nodes.Const(value=str(text))] if callable(function) and not node.kwargs:
                return nodes.Const(function(text), lineno=node.lineno)
        return node


class Folding(CodeGenerator):
    """Jinja's generator, after KNOWN; what is shown goes through the environment's `escaped`."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        known = {name: self.environment.globals[name] for name in KNOWN if name in self.environment.globals}
        super().visit_Template(_Known(known).visit(node), frame)


class Template(jinja2.Template):
    """Jinja's template, whose macros are run once a process, without a look at what else the importing page knows.

    No template is loaded with globals of its own, so that there is nothing to find: Jinja compares two sets of names
    at every import of every page.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()

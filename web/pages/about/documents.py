# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's documents: downloaded by anybody, published, renamed, removed and put back by the office."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from deliberation import clock
from deliberation.errors import Invalid
from deliberation.notices import documents
from web.files import file_headers
from web.forms import CivicForm, TextField, UploadField, read_form, show_form
from web.http.bodies import FILES
from web.http.guards import Access, routes
from web.http.problems import words_for
from web.http.requests import CivicRequest
from web.render import see_other
from web.words.messages import MESSAGES

_SHOWN = frozenset({"application/pdf", "image/png", "image/jpeg"})
FRESH = {"cache-control": "no-cache"}
_EDIT = "/gestione/ufficio#documenti"


class TitleForm(CivicForm):
    """What a document is called."""

    title = TextField()


class DocumentForm(TitleForm):
    """A document to be published."""

    file = UploadField(MESSAGES["document.no_file"])


@get("/documenti/{document:str}")
async def download(request: CivicRequest, document: FromPath[str]) -> Response[bytes]:
    """The file, under its own name and true type; a browser may show PDFs and pictures, it saves the rest."""
    file = await documents.file_of(document)
    way = "inline" if file.media_type in _SHOWN else "attachment"
    return Response(file.content, media_type=file.media_type, headers=file_headers(file.name, way) | FRESH)


@get("/gestione/ufficio/documenti/nuovo")
async def new_document(request: CivicRequest) -> Response[str]:
    """The form that publishes a document."""
    form = await read_form(request, DocumentForm)
    return await show_form(request, "office_page/document.html", form, context={"title": ""})


@post("/gestione/ufficio/documenti/nuovo", status_code=200)
async def publish_document(request: CivicRequest) -> Response[Any]:
    """Publish the uploaded file."""
    form = await read_form(request, DocumentForm)
    title, file = form.title.data, form.file.data
    try:
        form.check()
        await documents.add(request.actor, title, file.filename, await file.read(), at=clock.now())
    except Invalid as refusal:
        return await show_form(request, "office_page/document.html", form, refusal, {"title": title})
    return await see_other(request, _EDIT, ("success", "Il documento è pubblicato."))


@post("/gestione/ufficio/documenti/{document:str}/titolo")
async def rename_document(request: CivicRequest, document: FromPath[str]) -> Response[Any]:
    """Change the title."""
    form = await read_form(request, TitleForm)
    try:
        await documents.rename(request.actor, document, form.title.data, at=clock.now())
    except Invalid as refusal:
        request.visit.flash("danger", words_for(request, refusal))
        return await see_other(request, _EDIT)
    return await see_other(request, _EDIT, ("success", "Il titolo è cambiato."))


@post("/gestione/ufficio/documenti/{document:str}/togli")
async def remove_document(request: CivicRequest, document: FromPath[str]) -> Response[Any]:
    """Take a document off the page."""
    await documents.remove(request.actor, document, at=clock.now())
    return await see_other(request, _EDIT, ("success", "Il documento non è più sulla pagina. Puoi rimetterlo da qui."))


@post("/gestione/ufficio/documenti/{document:str}/rimetti")
async def restore_document(request: CivicRequest, document: FromPath[str]) -> Response[Any]:
    """Put it back."""
    await documents.restore(request.actor, document, at=clock.now())
    return await see_other(request, _EDIT, ("success", "Il documento è di nuovo sulla pagina."))


ROUTES = [
    *routes(Access.ANYONE, download, impersonal=True),
    *routes(Access.OFFICE, new_document, rename_document, remove_document, restore_document),
    *routes(Access.OFFICE, publish_document, takes=FILES),
]

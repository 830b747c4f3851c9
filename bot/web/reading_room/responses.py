"""HTTP responses of pages, whose headers let nothing be loaded but the style, and no page kept, indexed or framed."""

from http import HTTPStatus

from aiohttp import web

from bot.languages import current
from bot.web.reading_room.templates import style

_KEPT_SECONDS = 31_536_000  # that a browser may keep a style, whose address changes with it
_POLICY = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none';"
PRIVATE = {
    "Cache-Control": "no-store, private",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def html_response(page: str, *, status: int = HTTPStatus.OK, frame: str = "'none'") -> web.Response:
    """A page in the current language; `frame` is who may show it in a frame, as CSP writes it."""
    headers = {
        "Content-Security-Policy": f"{_POLICY} frame-ancestors {frame}",
        "Content-Language": current(),
        **PRIVATE,
    }
    response = web.Response(text=page, status=status, content_type="text/html", charset="utf-8", headers=headers)
    response.enable_compression()
    return response


def file_response(name: str, data: bytes, media_type: str) -> web.Response:
    """A download under a file name; `media_type` without its charset, which is UTF-8."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox",
        **PRIVATE,
    }
    return web.Response(body=data, content_type=media_type, charset="utf-8", headers=headers)


def redirect(address: str) -> web.Response:
    """Leads to another address, relative to that of the request."""
    return web.Response(status=HTTPStatus.FOUND, headers={"Location": address, **PRIVATE})


def style_response() -> web.Response:
    """The style sheet, which browsers keep for a year; its address changes with it."""
    kept = {"Cache-Control": f"public, max-age={_KEPT_SECONDS}, immutable"}
    return web.Response(body=style(), content_type="text/css", charset="utf-8", headers=kept)


def robots_response() -> web.Response:
    """Tells search engines to stay away."""
    return web.Response(text="User-agent: *\nDisallow: /\n")

"""The page over HTTP: what it is made of, whom it answers, what it lets in."""

from __future__ import annotations

import gzip
import json
import re

import aiohttp
import pytest

from bot.sandbox.page import page
from bot.sandbox.page.page import STATIC
from bot.sandbox.people.writer import LARGEST_FILE, filename
from tests.sandbox.conftest import TOKEN

from .conftest import Stage

MOST_BYTES = 60_000


async def asked(stage: Stage, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    """Status, text and headers of an answer."""
    async with aiohttp.ClientSession() as session, session.get(stage.base + path, headers=headers) as response:
        return response.status, await response.text(), dict(response.headers)


async def test_the_page_loads_nothing_from_outside(stage: Stage) -> None:
    status, html, headers = await asked(stage, "/")
    assert status == 200
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "img-src 'self' data:;" in policy
    assert "unsafe" not in policy
    files = [html, *(path.read_text("utf-8") for path in STATIC.iterdir())]
    named = {found for text in files for found in re.findall(r"(?:https?|wss?)://[^\s\"'`)]+", text)}
    assert named <= {"http://www.w3.org/2000/svg", "ws://${location.host}/page/socket${location.search}"}
    assert "style=" not in html


async def test_all_of_the_page_is_small(stage: Stage) -> None:
    _, html, _ = await asked(stage, "/")
    tables = STATIC.parent / "languages"
    parts = {path.name: path.read_bytes() for folder in (STATIC, tables) for path in folder.iterdir()}
    parts["page"] = html.encode()
    sizes = {name: len(gzip.compress(body)) for name, body in parts.items()}
    print(f"The page, compressed: {sum(sizes.values()):,} bytes")
    assert sum(sizes.values()) <= MOST_BYTES


async def test_what_is_sent_is_compressed(stage: Stage) -> None:
    _, _, headers = await asked(stage, "/page/page.css", **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert headers["Content-Type"].startswith("text/css")


@pytest.mark.parametrize("path", ["/page/none.js", "/page/..%2fpage.py", "/page/%2e%2e%2fguard.py", "/page/"])
async def test_only_the_pages_own_files_are_given_out(stage: Stage, path: str) -> None:
    assert (await asked(stage, path))[0] == 404


@pytest.mark.parametrize("path", ["/", "/page/socket", "/page/main.js", "/api/v10/users/@me", "/gateway"])
@pytest.mark.parametrize("header", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
async def test_another_host_or_origin_is_refused(stage: Stage, path: str, header: dict[str, str]) -> None:
    assert (await asked(stage, path, **header))[0] == 403


async def test_this_host_by_either_name_is_answered(stage: Stage) -> None:
    port = stage.base.rpartition(":")[2]
    assert (await asked(stage, "/", Host=f"localhost:{port}", Origin=f"http://localhost:{port}"))[0] == 200


async def test_outside_pictures_are_let_in_only_where_asked_for(stage: Stage) -> None:
    _, _, headers = await asked(stage, "/?pictures=outside")
    assert "img-src 'self' data: http: https:;" in headers["Content-Security-Policy"]
    _, _, headers = await asked(stage, "/?pictures=all")
    assert "https:" not in headers["Content-Security-Policy"]


async def test_a_file_that_somebody_sent_cannot_act_as_the_page(stage: Stage) -> None:
    form = aiohttp.FormData()
    form.add_field("payload_json", "{}", content_type="application/json")
    form.add_field("files[0]", b"<script>alert(1)</script>", filename="evil.html", content_type="text/html")
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {TOKEN}"}) as session:
        to = f"{stage.sandbox.api_base}/channels/{stage.channel.id}/messages"
        async with session.post(to, data=form) as response:
            url = (await response.json())["attachments"][0]["url"]
    status, text, headers = await asked(stage, url.removeprefix(stage.base))
    assert (status, text) == (200, "<script>alert(1)</script>")
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"


async def sent(stage: Stage, path: str, body: bytes, **headers: str) -> tuple[int, str]:
    """Status and text of the answer to what is sent."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(stage.base + path, data=body, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def test_a_file_is_taken_in_for_a_channel_up_to_discords_size(stage: Stage) -> None:
    to = f"/page/files/{stage.channel.id}?name=../a%20b%3F%23é.txt"
    status, text = await sent(stage, to, b"x" * LARGEST_FILE, Origin=stage.base)
    assert status == 200
    attachment = stage.sandbox.world.uploads.find(int(json.loads(text)["id"]))
    assert attachment is not None
    assert (attachment.filename, len(attachment.content)) == ("a_b_é.txt", LARGEST_FILE)
    assert (await asked(stage, attachment.url.removeprefix(stage.base)))[0] == 200
    assert (await sent(stage, to, b"x" * (LARGEST_FILE + 1)))[0] == 413
    assert (await sent(stage, "/page/files/1?name=a", b"x"))[0] == 404
    assert (await sent(stage, "/page/files/x?name=a", b"x"))[0] == 404
    assert (await sent(stage, to, b"x", Origin="https://evil.example"))[0] == 403


async def test_files_that_are_never_sent_do_not_pile_up(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MOST_UNSENT", 10)
    uploads = stage.sandbox.world.uploads
    for number in range(6):
        status, text = await sent(stage, f"/page/files/{stage.channel.id}?name={number}.txt", b"1234")
        assert status == 200
        if number == 0:
            file = uploads.find(int(json.loads(text)["id"]))
            assert file is not None
            await stage.ann.say(stage.channel, "", files=[file])
    assert [file.filename for file in uploads.all()] == ["0.txt", "4.txt", "5.txt"]


@pytest.mark.parametrize(
    ("name", "served"),
    [("a.txt", "a.txt"), ("C:\\dir\\b c.png", "b_c.png"), ("../../etc/passwd", "passwd"), ("", "unknown"),
     ("..", "unknown"), ("图片.png", "图片.png"), ("a%2f<b>.html", "a_2f_b_.html"), ("x\n\r.txt", "x_.txt")],
)  # fmt: skip
def test_a_file_is_called_what_can_be_an_address(name: str, served: str) -> None:
    assert filename(name) == served

"""What the desk's server answers, and what it refuses: asked over HTTP, without a browser."""

import io
import json
import re
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import docx
import httpx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from drafting.draft import Draft
from drafting.errors import SettingsError
from drafting.examples import EXAMPLES_DIR, REQUEST_FILE
from drafting.layout.docx_reader import read_docx
from drafting.layout.draft_export import draft_docx
from drafting.request_file import load_request
from drafting.settings import load_settings
from drafting.workspace import Workspace
from knowledge_base.reading import Limits
from tests.ui.desk_server import served
from ui.page_guard import PageGuard
from ui.page_preview import add_preview
from ui.report_download import add_download
from ui.report_return import add_return
from ui.server import serve


@pytest.fixture(scope="module")
def home_of_client(starter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("server") / "home"
    shutil.copytree(starter_home, home)
    return home


@pytest.fixture(scope="module")
def client(home_of_client: Path) -> Iterator[httpx.Client]:
    """A client of a desk that runs in a process of its own."""
    with served(home_of_client) as address, httpx.Client(base_url=address, timeout=60) as asking:
        yield asking


@pytest.fixture
def workspace(home: Path) -> Iterator[Workspace]:
    with Workspace.open(load_settings(home=home)) as opened:
        yield opened


class TestThePage:
    def test_is_chinese_and_refers_to_nothing_outside(self, client: httpx.Client) -> None:
        page = client.get("/").text

        assert '<html\n\tlang="zh-CN"' in page
        markup = re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)
        assert re.findall(r"https?://[^\"'\s)]+", markup) == []

    def test_loads_only_its_own_scripts_styles_and_fonts(self, client: httpx.Client) -> None:
        page = client.get("/").text
        style = client.get("/theme.css").text

        loaded = re.findall(r"(?:src|href)=\"([^\"]+)\"", page)
        assert loaded
        assert [address for address in loaded if re.match(r"(?:https?:)?//", address)] == []
        assert re.findall(r"url\(['\"]?(?:https?:)?//", style) == []

    def test_does_not_record_runs_or_ask_for_news(self, client: httpx.Client) -> None:
        config = client.get("/config").json()

        assert config["analytics_enabled"] is False
        assert config["run_history"] is False
        assert config["footer_links"] == []
        assert config["max_file_size"] == 20 * 1024 * 1024
        assert client.get("/gradio_api/runs").status_code == 404

    def test_opens_whatever_the_address_asks_for(self, client: httpx.Client) -> None:
        # Gradio takes ?page= for one of its own pages, and fails on one that it has not.
        assert client.get("/?page=../../etc/passwd").status_code == 200
        assert client.get("/?at=<script>").status_code == 200


class TestEveryAnswer:
    @pytest.mark.parametrize("path", ["/", "/config", "/theme.css", "/drafts/none/report.docx", "/no/such/thing"])
    def test_is_marked_against_frames_sniffing_and_foreign_scripts(self, client: httpx.Client, path: str) -> None:
        headers = client.get(path).headers

        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"

    @pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999"])
    def test_allows_no_other_origin_to_read_it(self, client: httpx.Client, origin: str) -> None:
        headers = client.get("/config", headers={"Origin": origin}).headers

        assert "access-control-allow-origin" not in headers


class TestTheGuard:
    @pytest.mark.parametrize(
        "host", ["evil.example", "evil.example:7860", "127.0.0.1.evil.example", "", "[::1", "a@127.0.0.1.evil"]
    )
    def test_refuses_a_host_name_that_is_not_this_machine(self, client: httpx.Client, host: str) -> None:
        answer = client.get("/", headers={"Host": host})

        assert answer.status_code == 400
        assert "请用本机的地址打开执笔" in answer.text

    @pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost", "LOCALHOST:80", "[::1]:7860", "192.168.1.20:7860"])
    def test_lets_this_machine_by_name_and_address(self, client: httpx.Client, host: str) -> None:
        assert client.get("/", headers={"Host": host}).status_code == 200

    def test_lets_a_name_that_was_allowed(self) -> None:
        with TestClient(PageGuard(FastAPI(), allowed_hosts=["zhibi.park.cn"])) as client:
            assert client.get("/x", headers={"Host": "ZHIBI.park.cn"}).status_code == 404
            assert client.get("/x", headers={"Host": "park.cn"}).status_code == 400

    def test_lets_the_pages_of_a_reverse_proxy_post_though_it_passes_on_another_host(self) -> None:
        with TestClient(PageGuard(FastAPI(), allowed_hosts=["zhibi.park.cn"])) as client:
            own = client.post("/x", headers={"Host": "127.0.0.1:7860", "Origin": "https://zhibi.park.cn"})
            foreign = client.post("/x", headers={"Host": "127.0.0.1:7860", "Origin": "https://evil.park.cn"})
            broken = client.post("/x", headers={"Host": "127.0.0.1:7860", "Origin": "http://[::1"})

        assert (own.status_code, foreign.status_code, broken.status_code) == (404, 403, 403)

    @pytest.mark.parametrize("path", ["/gradio_api/queue/join", "/gradio_api/component_server", "/gradio_api/upload"])
    def test_refuses_a_post_from_another_site(self, client: httpx.Client, path: str) -> None:
        answer = client.post(path, headers={"Origin": "http://evil.example"}, json={})

        assert answer.status_code == 403
        assert "别的网站" in answer.text


def draft_with(draft: Draft, section_id: str, text: str) -> Draft:
    sections = (replace(one, text=text) if one.id == section_id else one for one in draft.sections)
    return replace(draft, sections=tuple(sections))


@pytest.fixture
def draft(workspace: Workspace) -> Draft:
    request = load_request(EXAMPLES_DIR / "work_summary" / REQUEST_FILE, workspace.genres)
    made = workspace.drafter.create(request)
    for section in made.outline.sections:
        if section.drafted:
            workspace.store.edit_text(made.id, section.id, f"{section.heading or '导语'}：上半年召开党工委会议14次。")
    return workspace.store.get(made.id)


class TestTheDownload:
    @pytest.mark.parametrize(("form", "marks"), [("txt", "党工委会议14次"), ("md", "# ")])
    def test_gives_plain_text_too(self, workspace: Workspace, draft: Draft, form: str, marks: str) -> None:
        app = FastAPI()
        add_download(app, workspace)

        with TestClient(app) as client:
            answer = client.get(f"/drafts/{draft.id}/report.{form}")

        assert marks in answer.content.decode("utf-8-sig")
        assert unquote(answer.headers["content-disposition"]).endswith(f".{form}")

    def test_is_named_a_discussion_copy_while_a_wrong_number_stands_in_it(
        self, workspace: Workspace, draft: Draft
    ) -> None:
        app = FastAPI()
        add_download(app, workspace)
        section = next(section for section in draft.outline.sections if section.drafted)
        workspace.store.edit_text(draft.id, section.id, "上半年召开党工委会议41次。")

        with TestClient(app) as client:
            answer = client.get(f"/drafts/{draft.id}/report.docx")
            review = client.get(f"/drafts/{draft.id}/report.docx?review=1")

        assert "（讨论稿）" in unquote(answer.headers["content-disposition"])
        assert "送审稿" in unquote(review.headers["content-disposition"])
        assert b"word/comments.xml" in review.content

    @pytest.mark.parametrize("form", ["exe", "docx.bak", "yaml", "%2e%2e%2fsecret"])
    def test_knows_no_other_form(self, client: httpx.Client, form: str) -> None:
        assert client.get(f"/drafts/000000000000/report.{form}").status_code == 404

    def test_gives_the_report_under_its_title(self, workspace: Workspace) -> None:
        app = FastAPI()
        add_download(app, workspace)
        request = load_request(EXAMPLES_DIR / "work_summary" / REQUEST_FILE, workspace.genres)
        draft = workspace.drafter.create(request)
        section = next(section for section in draft.outline.sections if section.drafted)
        workspace.store.edit_text(draft.id, section.id, "上半年召开党工委会议14次。")

        with TestClient(app) as client:
            answer = client.get(f"/drafts/{draft.id}/report.docx")

        assert answer.status_code == 200
        assert draft.title in unquote(answer.headers["content-disposition"])
        manuscript = read_docx(answer.content)
        assert any("上半年召开党工委会议14次。" in block.text for block in manuscript.blocks)

    def test_is_named_for_discussion_while_a_number_is_wrong_and_tells_which_in_comments(
        self, workspace: Workspace
    ) -> None:
        app = FastAPI()
        add_download(app, workspace)
        request = load_request(EXAMPLES_DIR / "work_summary" / REQUEST_FILE, workspace.genres)
        draft = workspace.drafter.create(request)
        section = next(section for section in draft.outline.sections if section.drafted)
        workspace.store.edit_text(draft.id, section.id, "另有信访积案377件。")

        with TestClient(app) as client:
            answer = client.get(f"/drafts/{draft.id}/report.docx?review=1")

        assert "讨论稿" in unquote(answer.headers["content-disposition"])
        comments = [comment.text for comment in docx.Document(io.BytesIO(answer.content)).comments]
        assert any("377" in comment for comment in comments)

    @pytest.mark.parametrize("draft_id", ["000000000000", "%2e%2e", "<script>alert(1)</script>"])
    def test_says_that_a_draft_is_gone(self, client: httpx.Client, draft_id: str) -> None:
        answer = client.get(f"/drafts/{draft_id}/report.docx")

        assert answer.status_code == 404
        assert not answer.headers["content-type"].startswith("text/html")


class TestTheReturn:
    @pytest.fixture
    def returning(self, workspace: Workspace) -> Iterator[TestClient]:
        app = FastAPI()
        add_return(app, workspace)
        with TestClient(app) as client:
            yield client

    def test_shows_changes_first_and_stores_them_when_told(
        self, workspace: Workspace, draft: Draft, returning: TestClient
    ) -> None:
        section = next(section for section in draft.outline.sections if section.drafted)
        before = workspace.store.section(draft.id, section.id).text
        edited = draft_docx(draft_with(draft, section.id, before + "另召开专题会议3次。"))

        shown = returning.post(f"/drafts/{draft.id}/returned?name=a.docx", content=edited).json()
        assert shown["ok"]
        assert [one["id"] for one in shown["sections"]] == [section.id]
        assert ["added", "另召开专题会议3次。"] in shown["sections"][0]["changes"]
        assert workspace.store.section(draft.id, section.id).text == before

        returning.post(f"/drafts/{draft.id}/returned?name=a.docx&save=1", content=edited)
        assert workspace.store.section(draft.id, section.id).text == before + "另召开专题会议3次。"
        assert before in [version.text for version in workspace.store.versions(draft.id, section.id)]

    @pytest.mark.parametrize(
        "data", [b"", b"\x89PNG\r\n\x1a\n" + b"x" * 90, b"PK\x03\x04broken", "别的报告。".encode()]
    )
    def test_answers_a_file_that_is_none_with_a_sentence(
        self, draft: Draft, returning: TestClient, data: bytes
    ) -> None:
        answer = returning.post(f"/drafts/{draft.id}/returned?name=../../etc/passwd", content=data).json()

        assert answer["ok"] is False
        assert "。" in answer["message"]
        assert "etc" not in answer["message"]

    def test_stops_reading_what_is_too_large(self, draft: Draft, returning: TestClient) -> None:
        answer = returning.post(f"/drafts/{draft.id}/returned", content=b"x" * (Limits().file_bytes + 1)).json()

        assert "超过" in answer["message"]

    def test_says_that_the_draft_is_gone(self, returning: TestClient) -> None:
        answer = returning.post("/drafts/000000000000/returned", content=b"x").json()

        assert "可能已被删除" in answer["message"]


class TestThePreview:
    def test_lays_a_content_out_once_and_shows_its_pages(
        self, workspace: Workspace, draft: Draft, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        laid_out: list[bytes] = []

        def preview(data: bytes) -> tuple[bytes, ...]:
            laid_out.append(data)
            return (b"first", b"second")

        monkeypatch.setattr("ui.page_preview.preview", preview)
        app = FastAPI()
        add_preview(app, workspace)
        with TestClient(app) as client:
            answer = client.get(f"/drafts/{draft.id}/pages").json()
            again = client.get(f"/drafts/{draft.id}/pages").json()
            page = client.get(f"/drafts/{draft.id}/pages/{answer['key']}/2.png")
            missing = client.get(f"/drafts/{draft.id}/pages/{answer['key']}/3.png")

        assert (answer["pages"], again["key"], len(laid_out)) == (2, answer["key"], 1)
        assert (page.content, page.headers["content-type"]) == (b"second", "image/png")
        assert missing.status_code == 404

    def test_says_what_is_missing_without_libreoffice(
        self, workspace: Workspace, draft: Draft, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("drafting.layout.office.find_office", lambda: "")
        app = FastAPI()
        add_preview(app, workspace)
        with TestClient(app) as client:
            answer = client.get(f"/drafts/{draft.id}/pages").json()

        assert answer["ok"] is False
        assert "LibreOffice" in answer["message"]


class TestServing:
    def test_says_that_the_port_is_taken(self, workspace: Workspace) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]

            with pytest.raises(SettingsError, match=f"端口 {port} 已被占用"):
                serve(workspace, "127.0.0.1", port)

    @pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70000), ("203.0.113.7", 7860), ("不是地址", 7860)])
    def test_says_that_an_address_cannot_be_used(self, workspace: Workspace, host: str, port: int) -> None:
        with pytest.raises(SettingsError, match="请"):
            serve(workspace, host, port)


class TestFilesOfThisMachine:
    @pytest.mark.parametrize(
        "name", ["/etc/hostname", "{home}/library.db", "{home}/uploads/../library.db", "../../pyproject.toml"]
    )
    def test_cannot_be_fetched_by_path(self, client: httpx.Client, home_of_client: Path, name: str) -> None:
        assert (home_of_client / "library.db").is_file()

        answer = client.get("/gradio_api/file=" + name.format(home=home_of_client))

        assert answer.status_code in {403, 404}

    @pytest.mark.parametrize("name", ["/etc/hostname", "{home}/library.db"])
    @pytest.mark.parametrize("elem_id", ["library-upload", "sheet-upload"])
    def test_cannot_be_taken_for_uploads(
        self, client: httpx.Client, home_of_client: Path, elem_id: str, name: str
    ) -> None:
        config = client.get("/config").json()
        part = next(part["id"] for part in config["components"] if part["props"].get("elem_id") == elem_id)
        event = next(
            one for one in config["dependencies"] if [part, "upload"] in [list(each) for each in one["targets"]]
        )
        file = {"path": name.format(home=home_of_client), "meta": {"_type": "gradio.FileData"}}
        value = [file] if elem_id == "library-upload" else file
        data = [value if one == part else None for one in event["inputs"]]
        asked = {"data": data, "fn_index": event["id"], "session_hash": f"{elem_id}-path", "trigger_id": part}
        assert client.post("/gradio_api/queue/join", json=asked).status_code == 200

        with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": f"{elem_id}-path"}) as stream:
            told = next(line for line in stream.iter_lines() if "process_completed" in line)

        assert json.loads(told.removeprefix("data: "))["success"] is False
        assert (home_of_client / "library.db").is_file()


class TestWhatScriptsAsk:
    """The functions behind the editor, as the page calls them and as it does not."""

    @pytest.fixture
    def editor(self, client: httpx.Client) -> int:
        components = client.get("/config").json()["components"]
        return next(part["id"] for part in components if part["props"].get("elem_id") == "editor")

    @pytest.mark.parametrize(
        "name",
        [
            "whole",
            "save",
            "check",
            "lock",
            "revise",
            "recompose",
            "accept",
            "redraft",
            "progress",
            "versions",
            "restore",
        ],
    )
    @pytest.mark.parametrize(
        "data",
        [{"draft": "000000000000", "section": "s1", "text": "x", "instruction": "x", "number": 1}, {}, [], "x", None],
    )
    def test_are_answered_with_a_sentence(self, client: httpx.Client, editor: int, name: str, data: object) -> None:
        asked = {"session_hash": "test", "component_id": editor, "fn_name": name, "data": data}
        answer = client.post("/gradio_api/component_server", json=asked)

        assert answer.status_code == 200
        said = answer.json()
        assert said["ok"] is False
        assert re.search(r"[一-龥]", said["message"])
        assert "Error" not in said["message"]

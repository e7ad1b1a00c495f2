"""The memory over HTTP: what is answered, what is refused, and the command itself."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok
from starlette.testclient import TestClient

from rirbilingual.errors import RirError
from rirbilingual.model import Origin, State, Unit
from rirbilingual.service import bodies
from rirbilingual.service.app import application
from rirbilingual.service.endpoints import ENDPOINTS
from rirbilingual.service.page import lit
from rirbilingual.service.tokens import Role, digest, new_token, read_tokens
from rirbilingual.translation_memory import Memory

COMMAND = Path(sys.executable).parent / "rirbilingual"
HOSTILE = '<script>alert("1")</script> & </p>'
UNITS = [
    Unit("a", "The port closes at night.", "Le port ferme la nuit.", State.FINAL, origin=Origin("VLM202301.E", "2.1")),
    Unit("b", "The port of Tesar has 85 boats.", "Le port de Tesar compte 85 bateaux.", State.FINAL),
    Unit("c", f"The harbour {HOSTILE}", f"Le havre {HOSTILE}", State.FINAL),
]  # fmt: skip


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    path = tmp_path / "office.sqlite"
    Memory.open(path, create=True).add(UNITS)
    return path


@pytest.fixture
def tokens(tmp_path: Path) -> dict[str, str]:
    path = tmp_path / "tokens.toml"
    return {role.name.lower(): new_token(path, f"A {role.name}", role) for role in Role}


@pytest.fixture
def client(memory: Path, tokens: dict[str, str]) -> Iterator[TestClient]:
    holders = read_tokens(memory.parent / "tokens.toml")
    with TestClient(application(str(memory), holders=holders, site="https://example.org/pairs/")) as client:
        yield client


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_text_is_matched_as_the_command_matches_it(client: TestClient, memory: Path) -> None:
    said = subprocess.run(
        [COMMAND, "memory", "search", "--json", "-m", memory, "The port closes at night."],
        capture_output=True,
        check=True,
        text=True,
    )
    found = client.post("/match", json={"text": "The port closes at night."}).json()
    assert found["matches"][0] == json.loads(said.stdout)["matches"][0]
    assert found["matches"][0]["score"] == 100


def test_a_batch_gives_a_list_a_text_in_order(client: TestClient) -> None:
    texts = ["The port closes at night.", "Nothing like it", "The port of Tesar has 12 boats."]
    found = client.post("/match-many", json={"texts": texts, "threshold": 75.0}).json()["matches"]
    assert [len(matches) for matches in found] == [1, 0, 1]
    assert found[2][0]["score"] == 99


def test_concordance_finds_words_on_either_side(client: TestClient) -> None:
    found = client.get("/concordance", params={"q": "bateaux"}).json()["matches"]
    assert [match["target"] for match in found] == ["Le port de Tesar compte 85 bateaux."]


@pytest.mark.parametrize("nothing", ["", " ", "\x0b", "\u00ad", "a\u0000", "a" * 501])
def test_a_search_for_nothing_is_refused_and_the_page_shows_none(client: TestClient, nothing: str) -> None:
    assert client.get("/concordance", params={"q": nothing}).status_code == 422
    assert client.get("/", params={"q": nothing}).status_code == (422 if "a" in nothing else 200)


@pytest.mark.parametrize("prefix", ["/tmserver", "/api/v1"])
@pytest.mark.parametrize("languages", ["en/fr", "en_ca/fr_ca", "en-CA/fr-CA", "en_CA/fr"])
def test_clients_of_tmserver_are_answered_in_their_protocol(
    client: TestClient, prefix: str, languages: str
) -> None:
    listed = client.get(f"{prefix}/languages/").json()
    source, target = languages.split("/")
    assert source in listed["sourceLanguages"] and target in listed["targetLanguages"]
    found = client.get(f"{prefix}/{languages}/unit/The%20port%20closes%20at%20night.").json()
    assert [(unit["quality"], unit["target"]) for unit in found] == [(100, "Le port ferme la nuit.")]
    same = client.get(f"{prefix}/{languages}/unit", params={"source": "The port closes at night."}).json()
    assert same == found
    asked = {"source": "The port of Tesar", "min_similarity": "50", "max_candidates": "x"}
    assert client.get(f"{prefix}/{languages}/unit", params=asked).json()[0]["quality"] < 70


@pytest.mark.parametrize(
    "text",
    [
        "either/or",
        "one line\nanother",
        "a last line\n",
        "50% of “it” & more?",
        "#1 ; two",
        "+ /",
        "é" * 500,
    ],
)
def test_any_text_is_looked_up_whole(client: TestClient, tokens: dict[str, str], text: str) -> None:
    """As Weblate writes it, which quotes everything, slashes too."""
    unit = {"source": text, "target": "Voilà."}
    client.post("/units", json={"units": [unit]}, headers=bearer(tokens["translator"]))
    found = client.get(f"/tmserver/en/fr/unit/{quote(text, safe='')}").json()
    assert [(unit["source"], unit["quality"]) for unit in found] == [(text, 100)]


def test_other_languages_have_no_matches(client: TestClient) -> None:
    assert client.get("/tmserver/en/de/unit/The port closes at night.").json() == []


def test_who_may_add_adds(client: TestClient, tokens: dict[str, str], memory: Path) -> None:
    unit = {"source": "The pier is long.", "target": "La jetée est longue.", "report": "VLM202404.E"}
    assert client.post("/units", json={"units": [unit]}).status_code == 401
    assert client.post("/units", json={"units": [unit]}, headers=bearer("guess")).status_code == 401
    refused = client.post("/units", json={"units": [unit]}, headers=bearer(tokens["reader"]))
    assert (refused.status_code, refused.json()) == (
        403,
        {"error": "a translator's token is wanted, and this is a reader's"},
    )
    for role, new in (("translator", 1), ("translator", 0)):
        added = client.post("/units", json={"units": [unit]}, headers=bearer(tokens[role])).json()
        assert added == {"new": new, "same": 1 - new, "conflicting": 0}
    assert client.post("/match", json={"text": unit["source"]}).json()["matches"][0]["score"] == 100
    final = unit | {"target": "Le quai est long.", "report": "VLM202405.E"}
    added = client.post("/units", json={"units": [final]}, headers=bearer(tokens["approver"])).json()
    assert added == {"new": 1, "same": 0, "conflicting": 1}
    states = {u.target: u for u in Memory.open(memory).units() if u.source == unit["source"]}
    assert states["La jetée est longue."].state is State.REVIEWED
    assert states["Le quai est long."].state is State.FINAL
    assert states["Le quai est long."].approvals[0].reviewer == "A APPROVER"


UNIT = {"source": "The pier is long.", "target": "La jetée est longue."}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("source", " "),
        ("source", "\u00a0\n"),
        ("source", "\x01"),
        ("target", "\n"),
        ("target", "Un\0"),
        *(
            ("date", day)
            for day in ("2024\n", "9999-99-99", "2023-02-29", "2024-13", "0000", "２０２４", 2024)
        ),
    ],
)
def test_a_unit_that_no_file_could_bring_back_is_refused(
    client: TestClient, tokens: dict[str, str], memory: Path, field: str, value: object
) -> None:
    units = [UNIT, UNIT | {field: value}]
    said = client.post("/units", json={"units": units}, headers=bearer(tokens["translator"]))
    assert (said.status_code, f"units.1.{field}: " in said.json()["error"]) == (422, True)
    assert Memory.open(memory).count() == len(UNITS)


@pytest.mark.parametrize("day", ["", "2024", "2024-12", "2024-02-29"])
def test_a_unit_may_have_a_date_or_a_part_of_one(
    client: TestClient, tokens: dict[str, str], day: str
) -> None:
    said = client.post("/units", json={"units": [UNIT | {"date": day}]}, headers=bearer(tokens["translator"]))
    assert said.json()["new"] == 1


def test_a_private_service_wants_a_token_for_everything_but_its_health(
    memory: Path, tokens: dict[str, str]
) -> None:
    holders = read_tokens(memory.parent / "tokens.toml")
    with TestClient(application(str(memory), holders=holders, private=True)) as client:
        for path in ("/", "/concordance?q=port", "/tmserver/en/fr/unit/port", "/tmserver/languages/"):
            assert client.get(path).status_code == 401
            assert client.get(path, headers=bearer(tokens["reader"])).status_code == 200
        assert client.get("/health").json() == {"status": "ok", "units": 3}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"text": NaN}', 400),
        (b"[" * 100_000, 400),
        (b"[]", 422),
        (b"{}", 422),
        (b'{"text": ""}', 422),
        (b'{"text": "a", "limit": 0}', 422),
        (b'{"text": "a", "limit": 1e400}', 422),
        (b'{"text": "a", "other": 1}', 422),
        (rb'{"text": "\ud800"}', 422),
        (rb'{"text": "a\u0000"}', 422),
        (b'{"text": "' + b"a" * 30_000 + b'"}', 422),
        (b'{"text": "' + b"a" * 10_000_000 + b'"}', 413),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_bad_body_is_refused_with_one_line(client: TestClient, body: bytes, status: int) -> None:
    said = client.post("/match", content=body)
    assert said.status_code == status
    assert set(said.json()) == {"error"} and len(said.json()["error"]) < 300


def test_a_body_of_any_depth_is_refused(client: TestClient) -> None:
    for deep in range(900, 1000):  # what JSON's reader takes, a bit less than Python's bound, others do not
        said = client.post("/match", content=b'{"text": ' + b"[" * deep + b"]" * deep + b"}")
        assert said.status_code in (400, 422)


def test_a_body_that_grows_past_the_bound_undeclared_is_refused(client: TestClient) -> None:
    parts = (b"x" * 65536 for _ in range(32))
    assert client.post("/match", content=parts).status_code == 413


def test_too_many_requests_in_a_minute_are_told_to_wait(memory: Path) -> None:
    with TestClient(application(str(memory), per_minute=3)) as client:
        said = [client.get("/concordance", params={"q": "port"}) for _ in range(5)]
    assert [answer.status_code for answer in said] == [200, 200, 200, 429, 429]
    assert int(said[-1].headers["Retry-After"]) > 0


def test_paths_that_are_none_are_refused_as_json(client: TestClient) -> None:
    assert client.get("/none").json() == {"error": "not found"}
    assert client.delete("/match").status_code == 405


def test_figures_count_requests_by_route(client: TestClient) -> None:
    client.get("/tmserver/en/fr/unit/port")
    client.get("/none")
    text = client.get("/metrics").text
    assert 'rirbilingual_requests_total{path="/{source}/{target}/unit/{text:path}"' not in text
    assert 'path="/tmserver/{source}/{target}/unit/{text:lines}",status="200"} 1.0' in text
    assert 'path="other",status="404"} 1.0' in text


def test_the_page_shows_text_as_text_lights_words_and_links_reports(client: TestClient) -> None:
    page = client.get("/", params={"q": "harbour"}).text
    assert "<script" not in page.partition("</style>")[2] and "<mark>harbour</mark>" in page
    page = client.get("/", params={"q": "at night"}).text
    assert 'href="https://example.org/pairs/VLM202301/en-fr.html"' in page
    assert "default-src 'none'" in page.replace("&#39;", "'")
    assert '"><script>' not in client.get("/", params={"q": '"><script>'}).text


def test_words_are_lit_in_their_other_forms_and_the_parts_joined_are_the_text() -> None:
    text = "Le gouvernement l’a protégé; il protège, et la protection dure."
    parts = lit(text, "protéger")
    assert "".join(part for part, _ in parts) == text
    assert [part for part, sought in parts if sought] == ["protégé", "protège"]


def test_no_memory_no_service(tmp_path: Path) -> None:
    with pytest.raises(RirError), TestClient(application(str(tmp_path / "none.sqlite"))):
        pass


def test_nothing_that_the_document_allows_or_forbids_breaks_the_service(client: TestClient) -> None:
    described = schemathesis.openapi.from_asgi("/openapi.json", client.app)
    asked = 0
    for result in described.get_all_operations():
        assert isinstance(result, Ok), result

        @given(case=result.ok().as_strategy())
        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
        def ask(case: Any) -> None:
            answer = case.call()
            assert answer.status_code < 500, answer.text

        ask()
        asked += 1
    assert asked == len(ENDPOINTS)


# --------------------------------------------------------------------------- the command


@pytest.fixture
def served(memory: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [COMMAND, "memory", "serve", "-m", memory, "--port", str(port)], stderr=subprocess.PIPE, text=True
    )
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
                break
            except OSError:
                time.sleep(0.05)
        yield process, port
    finally:
        process.kill()
        process.communicate()


def test_the_command_serves_and_stops_gracefully(served: tuple[subprocess.Popen[str], int]) -> None:
    process, port = served
    with urllib.request.urlopen(
        f"http://127.0.0.1:{port}/tmserver/en/fr/unit/The%20port", timeout=5
    ) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=20)
    assert process.returncode in (0, -signal.SIGTERM) and "Traceback" not in said


def start(memory: Path, port: int) -> subprocess.Popen[bytes]:
    """The command on that port, once it answers."""
    process = subprocess.Popen(
        [COMMAND, "memory", "serve", "-m", memory, "--port", str(port), "--tokens", memory.parent / "tokens.toml",
         "--per-minute", "1000000"], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _ in range(600):
        with suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
            return process
        time.sleep(0.05)
    raise AssertionError("the service does not start")


def post(port: int, path: str, value: object, token: str, *, until: float) -> Any:
    """The answer to a request that is sent again where the service is down, busy or killed over it; None where
    that goes on for too long."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", json.dumps(value).encode(), bearer(token)
    )
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            assert error.code == 503, error.read()
            time.sleep(0.05)
        except (OSError, HTTPException):
            time.sleep(0.05)
    return None


def under_load(memory: Path, token: str, *, clients: int, seconds: float) -> None:
    """So many clients add and so many look up, while the service is killed and started again: all that was
    acknowledged is there once, and nothing else but what nobody was told of."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    before = {unit.source for unit in Memory.open(memory).units()}
    process = start(memory, port)
    until = time.monotonic() + seconds
    patient = until + 60

    def write(client: int) -> list[str]:
        told: list[str] = []
        while time.monotonic() < until:
            source = f"Client {client} wrote line {len(told)}."
            unit = {"source": source, "target": source.upper(), "report": f"VLM{client}"}
            added = post(port, "/units", {"units": [unit]}, token, until=patient)
            assert added["new"] + added["same"] == 1
            told.append(source)
        return told

    def read(client: int) -> int:
        asked = 0
        while time.monotonic() < until:
            found = post(
                port, "/match", {"text": f"Client {client} wrote line {asked}."}, token, until=patient
            )
            assert all(
                match["target"] == match["source"].upper()
                for match in found["matches"][:1]
                if "Client" in match["source"]
            )
            asked += 1
        return asked

    try:
        with ThreadPoolExecutor(2 * clients) as pool:
            writing = [pool.submit(write, n) for n in range(clients)]
            reading = [pool.submit(read, n) for n in range(clients)]
            time.sleep(seconds / 2)
            process.kill()
            process.wait()
            process = start(memory, port)
            told = [source for future in writing for source in future.result()]
            asked = [future.result() for future in reading]
    finally:
        process.terminate()
        process.wait(30)
    held = [unit.source for unit in Memory.open(memory).units() if unit.source not in before]
    assert len(held) == len(set(held)) and set(held) == set(told)
    assert len(told) >= clients and all(asked)
    print(
        f"{len(told)} units added, {sum(asked)} texts looked up in {seconds:.0f} s by {clients} clients each"
    )


def test_a_killed_service_keeps_all_that_it_acknowledged(memory: Path, tokens: dict[str, str]) -> None:
    under_load(memory, tokens["translator"], clients=4, seconds=3)


@pytest.mark.soak
def test_sixteen_clients_add_and_sixteen_look_up_for_a_minute(memory: Path, tokens: dict[str, str]) -> None:
    under_load(memory, tokens["translator"], clients=16, seconds=60)


def test_a_slow_client_is_let_go(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    monkeypatch.setattr(bodies, "SECONDS", 0.2)
    app = application(str(memory))
    sent: list[dict[str, object]] = []

    async def never() -> dict[str, object]:
        await asyncio.sleep(60)
        raise AssertionError

    async def ask() -> None:
        scope = {
            "type": "http", "method": "POST", "path": "/match", "raw_path": b"/match", "headers": [],
            "query_string": b"", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80), "scheme": "http",
            "root_path": "", "http_version": "1.1", "state": {},
        }  # fmt: skip

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        async with app.router.lifespan_context(app):
            await app(scope, never, send)  # type: ignore[arg-type]

    asyncio.run(ask())
    assert sent[0]["status"] == 408


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-m", "none.sqlite"], "no such memory"),
        (["-m", "office.sqlite", "--host", "0.0.0.0"], "a file of tokens is wanted"),
        (["-m", "office.sqlite", "--tokens", "office.sqlite"], "not a file of tokens"),
        (["-m", "office.sqlite", "--site", "javascript:alert(1)"], "not a web address"),
        (["-m", "office.sqlite", "--private"], "nobody has a token"),
        (
            ["-m", "office.sqlite", "--host", "no.invalid", "--tokens", "tokens.toml"],
            "no.invalid:8080: no such host",
        ),
        (["-m", "office.sqlite", "--host", "192.0.2.1", "--tokens", "tokens.toml"], "cannot be listened on"),
    ],
)
def test_what_cannot_be_served_is_one_line(memory: Path, arguments: list[str], said: str) -> None:
    new_token(memory.parent / "tokens.toml", "A", Role.READER)
    done = subprocess.run(
        [COMMAND, "memory", "serve", *arguments],
        cwd=memory.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1) and said in done.stderr


def test_a_port_in_use_is_one_line(memory: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as used:
        port = used.getsockname()[1]
        done = subprocess.run(
            [COMMAND, "memory", "serve", "-m", memory, "--port", str(port)],
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert f"127.0.0.1:{port}: cannot be listened on (address already in use)" in done.stderr


def test_a_token_is_printed_once_and_kept_as_its_digest(tmp_path: Path) -> None:
    made = subprocess.run(
        [COMMAND, "memory", "token", "A. Tremblay", "--role", "approver", "--tokens", tmp_path / "t.toml"],
        capture_output=True,
        text=True,
        check=True,
    )
    token = made.stdout.strip()
    assert re.fullmatch(r"[\w-]{40,}", token) and token not in (tmp_path / "t.toml").read_text()
    assert [(h.name, h.role) for h in read_tokens(tmp_path / "t.toml")] == [("A. Tremblay", Role.APPROVER)]


def test_tokens_that_are_made_at_once_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "t.toml"
    with ProcessPoolExecutor(4) as pool:
        made = list(pool.map(new_token, [path] * 24, [f"P{n}" for n in range(24)], [Role.READER] * 24))
    assert {holder.digest for holder in read_tokens(path)} == set(map(digest, made))


def test_a_new_token_leaves_what_a_person_wrote(tmp_path: Path) -> None:
    path = tmp_path / "t.toml"
    first = new_token(path, "A", Role.READER)
    kept = "# The office\n" + path.read_text() + 'mail = "a@b.c"  # until May'
    path.write_text(kept)
    second = new_token(path, "B", Role.APPROVER)
    assert path.read_text().startswith(kept + "\n")
    assert [holder.digest for holder in read_tokens(path)] == [digest(first), digest(second)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tokens = []", "an unknown table, tokens; use [[token]]"),
        ('[[token]]\nname = "A"\nrole = "reader"\nsha256 = "é"', "(token 1): sha256 is no digest"),
        ('[[token]]\nname = "A"\nrole = "king"\nsha256 = "' + "a" * 64 + '"', "not a file of tokens"),
        ('[[token]]\nname = "A"', "not a file of tokens"),
        ("token = 5", "not a file of tokens"),
    ],
)
def test_a_file_of_other_things_than_tokens_is_refused_and_left(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "t.toml"
    path.write_text(text)
    for read in (read_tokens, lambda path: new_token(path, "B", Role.READER)):
        with pytest.raises(RirError) as caught:
            read(path)
        assert said in str(caught.value) and path.read_text() == text

"""This machine only, this app's own pages only, nothing from outside."""

from __future__ import annotations

import socket

import pytest

import procmine as pm
from procmine.app import serve
from procmine.app.guard import UPLOAD_LIMIT_BYTES

UPDATE = "/_dash-update-component"


def test_a_page_forbids_scripts_and_requests_from_elsewhere(client):
    policy = client.get("/", headers={"Host": "127.0.0.1:8050"}).headers["Content-Security-Policy"]
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert (
        rules["default-src"] == "'self'"
        and rules["connect-src"] == "'self'"
        and rules["object-src"] == "'none'"
    )
    assert "unsafe" not in rules["script-src"] and "http" not in policy


def test_a_page_says_its_language_and_is_not_guessed_at(client):
    answer = client.get("/", headers={"Host": "localhost:8050"})
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and b'<html lang="en">' in answer.data


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8050", "127.0.0.1.evil.example", "192.168.0.7:8050"]
)
def test_another_name_for_this_machine_is_refused(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8050", "localhost:8050", "[::1]:8050"])
def test_this_machine_is_served_under_its_own_names(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_post_from_another_site_is_refused(client, headers):
    assert client.post(UPDATE, json={}, headers={"Host": "127.0.0.1:8050", **headers}).status_code == 403


def test_a_download_started_by_another_site_is_refused(client):
    headers = {"Host": "127.0.0.1:8050", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get("/_procmine/export/csv/variants", headers=headers).status_code == 403
    assert client.get("/", headers=headers).status_code == 200  # a link to the app may be followed


def test_too_much_is_not_read(client):
    sent = client.post(
        UPDATE,
        data=b" " * (UPLOAD_LIMIT_BYTES + 1),
        content_type="application/json",
        headers={"Host": "localhost"},
    )
    assert sent.status_code == 413


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.0.7", "example.org", ""])
def test_listening_elsewhere_is_refused(tmp_path, host):
    with pytest.raises(pm.errors.WrongOption, match="does not listen"):
        serve(tmp_path, host=host)


@pytest.mark.parametrize("port", [99999, -1])
def test_a_port_that_does_not_exist_is_refused(workspace, port):
    with pytest.raises(pm.errors.WrongOption, match=f"There is no port {port}"):
        serve(workspace.folder, port=port)


def test_a_port_that_is_taken_is_named_with_the_way_to_another(workspace):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(pm.ProcmineError, match=str(port)) as refused:
            serve(workspace.folder, port=port)
    assert "--port" in refused.value.cure

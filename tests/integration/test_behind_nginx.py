"""The nginx configuration that we ship, really run: https outside, the service behind it."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from running_site import Site, free_port, make_site

SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx.conf"
pytestmark = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed here")


@pytest.fixture
def behind(tmp_path: Path, site_template: Path, django_db_blocker: Any) -> Iterator[tuple[str, ssl.SSLContext]]:
    """The https address of a site behind nginx, and whom to trust."""
    https = free_port()
    told = {"SIGHTLINE_BEHIND_PROXY": "yes"}
    site = make_site(tmp_path / "site", site_template, django_db_blocker, **told)
    site.start(url=f"https://localhost:{https}")
    certificate = make_certificate(tmp_path)
    settings = tmp_path / "nginx.conf"
    settings.write_text(shipped(tmp_path, site, https))
    nginx = ["nginx", "-e", str(tmp_path / "error.log"), "-c", str(settings), "-p", str(tmp_path)]
    subprocess.run([*nginx, "-t"], check=True, capture_output=True)
    process = subprocess.Popen([*nginx, "-g", "daemon off;"])
    time.sleep(0.5)
    yield f"https://localhost:{https}", ssl.create_default_context(cafile=str(certificate))
    process.terminate()
    process.wait(timeout=15)
    site.stop()


def shipped(folder: Path, site: Site, https: int) -> str:
    """The shipped file with this machine's ports and certificate."""
    text = SHIPPED.read_text()
    for ours, theirs in (
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("listen 443", f"listen 127.0.0.1:{https}"),
        ("sightline.example.gov.uk", "localhost"),
        ("/etc/ssl/certs/sightline.pem", str(folder / "certificate.pem")),
        ("/etc/ssl/private/sightline.key", str(folder / "key.pem")),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:{site.port}"),
        ("$host;", "$http_host;"),  # the port is not 443 here
    ):
        assert ours in text
        text = text.replace(ours, theirs)
    return f"pid {folder}/nginx.pid;\nevents {{}}\nhttp {{\n{text}\n}}\n"


def make_certificate(folder: Path) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=localhost")
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(datetime.now(UTC) - timedelta(days=1))
    builder = builder.not_valid_after(datetime.now(UTC) + timedelta(days=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    signed = builder.sign(key, hashes.SHA256())
    (folder / "certificate.pem").write_bytes(signed.public_bytes(Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder / "certificate.pem"


def test_through_nginx_the_sign_in_page_is_safe_to_use(behind: tuple[str, ssl.SSLContext]) -> None:
    address, trust = behind
    with urllib.request.urlopen(f"{address}/account/login/", context=trust, timeout=30) as answer:
        assert answer.status == 200
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-form=")
    assert "Secure" in cookie


def test_a_form_without_its_token_is_refused_through_nginx_too(behind: tuple[str, ssl.SSLContext]) -> None:
    address, trust = behind
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{address}/account/login/", data=b"login=x", context=trust, timeout=30)
    assert refused.value.code == 403
    refused.value.close()

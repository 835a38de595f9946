"""Secrets are made, not kept; and sign as Standard Webhooks says, by its vectors."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from standardwebhooks import Webhook

from ordino.webhooks.secret import SecretSeal, WrongKey, make_secret, new_salt, open_seal, salt_of, signatures
from tests.support.shared import shared_path

KEY = b"an installation's key"


def test_what_the_vectors_accept_is_what_we_sign() -> None:
    path = shared_path("data/webhooks/standard_webhooks/vectors.json")
    vectors: list[dict[str, Any]] = msgspec.json.decode(path.read_bytes())["vectors"]
    accepted = [vector for vector in vectors if vector["expect"] == "accept"]
    assert len(accepted) >= 3
    for vector in accepted:
        headers = vector["headers"]
        at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
        ours = signatures([vector["secret"]], headers["webhook-id"], at, vector["body"].encode())
        assert ours in headers["webhook-signature"].split(), vector["name"]


def test_the_same_key_and_salt_make_the_same_secret_and_others_another() -> None:
    salt = new_salt()
    secret = make_secret(KEY, salt)
    assert make_secret(KEY, salt) == secret
    assert open_seal(KEY, secret.seal) == secret.text
    assert make_secret(KEY, new_salt()).text != secret.text
    assert make_secret(b"another", salt).text != secret.text
    with pytest.raises(WrongKey):
        open_seal(b"another", secret.seal)
    with pytest.raises(WrongKey):
        open_seal(KEY, SecretSeal(new_salt(), secret.seal.hash))


def test_a_secret_has_the_form_of_standard_webhooks() -> None:
    secret = make_secret(KEY, new_salt())
    assert secret.text.startswith("whsec_")
    assert len(Webhook(secret.text)._whsecret) == 32
    assert secret.text not in str(secret.seal)


def test_a_request_that_names_itself_has_one_salt() -> None:
    assert salt_of(KEY, "key:shop request-1") == salt_of(KEY, "key:shop request-1")
    assert salt_of(KEY, "key:shop request-1") != salt_of(KEY, "key:shop request-2")
    assert len(salt_of(KEY, "x")) == len(new_salt()) == 32

"""What a person sees where there is no page, where it is not theirs, where it is too old, and where something broke."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.office.conftest import SignIn


def test_an_address_without_a_page_says_so_and_leads_home(sign_in: SignIn) -> None:
    answer = sign_in("owner").get("/orders/1")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


def test_an_address_without_a_page_tells_a_stranger_no_more(sign_in: SignIn) -> None:
    answer = sign_in().get("/nowhere")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_a_page_of_another_role_says_who_can_help(sign_in: SignIn) -> None:
    answer = sign_in("analyst").get("/settings")
    assert answer.status_code == 403
    assert "Your role does not permit this" in answer.content.decode()


def test_a_form_without_its_token_is_refused_in_words(sign_in: SignIn) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"x-forwarded-proto": "https"})
    browser.cookies = sign_in("owner").cookies
    answer = browser.post("/views", {"page": "orders", "name": "x", "query": ""}, secure=True)
    assert answer.status_code == 403
    assert "This page has become too old" in answer.content.decode()


@pytest.mark.parametrize(("language", "words"), [("en", "Something broke"), ("de", "Etwas ist schiefgegangen")])
def test_where_something_broke_the_page_needs_nothing_that_could_be_broken_too(language: str, words: str) -> None:
    from django.utils.translation import override  # noqa: PLC0415 - exists only after django.setup()

    with override(language):
        assert words in render_to_string("500.html")

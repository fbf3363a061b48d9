"""A banking app reads the whole transfer from one code."""

from rathaus.web.giro_code import Account, giro_code, giro_code_inline

ACCOUNT = Account("Stadtkasse Musterstadt", "DE02120300000000202051")


def test_without_an_account_there_is_none():
    assert giro_code(account=Account("Stadtkasse"), cents=4600, text="RH-1") == ""
    assert giro_code_inline(account=Account(), cents=4600, text="RH-1") == ""


def test_on_paper_it_is_a_picture_and_in_a_page_it_has_no_style():
    assert giro_code(account=ACCOUNT, cents=4605, text="RH-1").startswith("<svg xmlns")
    inline = giro_code_inline(account=ACCOUNT, cents=4605, text="RH-1")
    assert inline.startswith("<svg")
    assert "style=" not in inline


def test_an_iban_is_read_in_groups():
    assert ACCOUNT.iban_in_groups == "DE02 1203 0000 0000 2020 51"

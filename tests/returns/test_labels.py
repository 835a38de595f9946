"""The label of a return: from the customer to where the goods came from, while they are expected."""

from ordino.delivery.decide.tracking_number import return_number_of
from ordino.returns.commands import ApproveReturn
from ordino.returns.queries import return_label
from tests.returns.world import Returns
from tests.support.merchant import line


def test_an_approved_return_has_a_label_until_its_goods_have_come(shop: Returns) -> None:
    shop.stock("A", 2)
    order_id = shop.place(line("A", 2, "10.00"))
    shop.deliver(order_id)
    return_id = shop.request(order_id, (1, 2))
    with shop.engine.reader() as reader:
        assert return_label(reader, return_id) is None
    shop.completed(ApproveReturn(return_id=return_id))

    with shop.engine.reader() as reader:
        label = return_label(reader, return_id)

    assert label is not None
    assert label.tracking_number == return_number_of(return_id)
    assert label.sender[0] == "Ada Byron"
    assert label.recipient[0] == "LON"
    assert (label.order_id, label.sscc, label.service) == (order_id, "", f"Return {return_id}")
    shop.receive(return_id, (1, 1))
    with shop.engine.reader() as reader:
        assert return_label(reader, return_id) is not None
    shop.receive(return_id, (1, 1))
    with shop.engine.reader() as reader:
        assert return_label(reader, return_id) is None


def test_a_return_has_the_number_of_a_label_that_was_made_elsewhere(shop: Returns) -> None:
    shop.stock("A", 1)
    order_id = shop.place(line("A", 1, "10.00"))
    shop.deliver(order_id)
    return_id = shop.request(order_id, (1, 1))
    shop.completed(ApproveReturn(return_id=return_id, label_number="1Z999"))
    with shop.engine.reader() as reader:
        label = return_label(reader, return_id)
    assert label is not None
    assert label.tracking_number == "1Z999"

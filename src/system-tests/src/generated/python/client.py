"""Pushes, waits and looks up with a generated client. The argument is the address of a node, at which ada is online and ben is not."""

import sys

from heartline_client import Client
from heartline_client.api.push import push
from heartline_client.api.users import describe_user, find_message
from heartline_client.models import AckedResult, Message, Problem, Published, PushToMany, PushToOne, StoredResult, User, Wait

client = Client(base_url=sys.argv[1])


def states(request):
    """The state of each result; it has a class of its own, with its fields."""
    published = push.sync(client=client, body=request)
    assert isinstance(published, Published), published
    for result in published.results:
        assert isinstance(result, (StoredResult, AckedResult)) and result.seq > 0, result
    return ", ".join(result.state for result in published.results)


# The smallest push: what is left out has no place in the program either.
print("pushed:", states(PushToOne(user="ben", body={"hello": "world"})))
waiting = PushToOne(user="ada", body=None, id="waited-py", wait=Wait.ACKED, wait_millis=30_000, receipt=None)
print("waited:", states(waiting))
print("to two:", states(PushToMany(users=["ada", "ben"], body=[1, "two", None], ttl_millis=2_592_000_000)))

refused = push.sync_detailed(client=client, body=PushToOne(user="..", body=1))
assert isinstance(refused.parsed, Problem), refused
print("refused:", int(refused.status_code), refused.parsed.code, refused.parsed.field)

user = describe_user.sync(client=client, user="ben")
assert isinstance(user, User), user
print("ben:", user.pending, "pending")

message = find_message.sync(client=client, user="ada", id="waited-py")
assert isinstance(message, Message), message
print("message:", message.state)

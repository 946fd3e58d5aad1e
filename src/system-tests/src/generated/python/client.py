"""Pushes, waits and looks up with a generated client. The first argument is the address of a node."""

import sys

from heartline_client import Client
from heartline_client.api.push import push
from heartline_client.api.users import describe_user, find_message
from heartline_client.models import Message, Published, PushToMany, PushToOne, StoredResult, User, Wait

client = Client(base_url=sys.argv[1])

# The smallest push: what is left out has no place in the program either.
pushed = push.sync(client=client, body=PushToOne(user="ada", body={"hello": "world"}))
assert isinstance(pushed, Published), pushed
result = pushed.results[0]
assert isinstance(result, StoredResult), result

waited = push.sync(
    client=client,
    body=PushToMany(
        users=["ada", "ben"], body=[1, "two", None], id="waited-py", wait=Wait.ACKED, wait_millis=50, receipt=None
    ),
)
assert isinstance(waited, Published), waited
states = ", ".join(f"{each.state} {each.seq}" for each in waited.results if isinstance(each, StoredResult))

user = describe_user.sync(client=client, user="ada")
assert isinstance(user, User), user
found = find_message.sync(client=client, user="ada", id="waited-py")
assert isinstance(found, Message), found
print(f"pushed {result.seq}; waited {states}; pending {user.pending}; message {found.state}")

"""What the quickstart of the Python SDK does, signed in each of the three ways. Prints what it was given as JSON."""

import json
import os
from datetime import timedelta

from azure.communication.identity import (
    CommunicationIdentityClient,
    CommunicationTokenScope,
    CommunicationUserIdentifier,
)
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import HttpResponseError
from azure.identity import ClientSecretCredential

env = os.environ

entra = ClientSecretCredential(
    "any-tenant", "any-client", "any-secret", authority=env["AUTHORITY"], disable_instance_discovery=True
)

clients = {
    "connectionString": CommunicationIdentityClient.from_connection_string(env["CONNECTION_STRING"]),
    "key": CommunicationIdentityClient(env["ENDPOINT"], AzureKeyCredential(env["ACCESS_KEY"])),
    "entra": CommunicationIdentityClient(env["ENDPOINT"], entra),
}


def quickstart(client):
    user = client.create_user()
    chat = client.get_token(user, [CommunicationTokenScope.CHAT])
    both = client.get_token(user, [CommunicationTokenScope.CHAT, CommunicationTokenScope.VOIP])
    hour = client.get_token(user, [CommunicationTokenScope.CHAT_JOIN], token_expires_in=timedelta(hours=1))
    created_user, created = client.create_user_and_token(
        [CommunicationTokenScope.VOIP_JOIN], token_expires_in=timedelta(minutes=90)
    )
    client.revoke_tokens(user)
    refreshed = client.get_token(
        CommunicationUserIdentifier(user.properties["id"]), [CommunicationTokenScope.CHAT]
    )
    client.delete_user(created_user)
    teams = client.get_token_for_teams_user(env["TEAMS_TOKEN"], env["TEAMS_APP"], env["TEAMS_USER"])
    refusals = [
        refusal(
            lambda: client.get_token(
                user, [CommunicationTokenScope.CHAT], token_expires_in=timedelta(minutes=59)
            )
        ),
        refusal(lambda: client.get_token(created_user, [CommunicationTokenScope.CHAT])),
    ]
    tokens = dict(chat=chat, both=both, hour=hour, created=created, refreshed=refreshed, teams=teams)
    return {
        "user": user.properties["id"],
        "createdUser": created_user.properties["id"],
        "tokens": {name: seen(token) for name, token in tokens.items()},
        "refusals": refusals,
    }


def seen(token):
    return {"token": token.token, "expiresOn": token.expires_on}


def refusal(ask):
    try:
        ask()
    except HttpResponseError as error:
        return {"status": error.status_code, "message": error.message}
    return {"status": 0, "message": "It was not refused."}


print(json.dumps({way: quickstart(client) for way, client in clients.items()}))

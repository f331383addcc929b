"""Does with the keychain what the words on the command line say; prints what came of each."""

import sys

from jet_refunds.credentials.keychain import Keychain
from jet_refunds.errors import KeychainUnavailable


def lock() -> None:
    """As a screen lock or the desktop's key manager does."""
    import secretstorage

    secretstorage.get_default_collection(secretstorage.dbus_init()).lock()


def main(seconds: float, words: list[str]) -> None:
    keychain = Keychain(answer_seconds=seconds)
    for word in words:
        try:
            match word.split(":"):
                case ["state"]:
                    print(keychain.state())
                case ["lock"]:
                    lock()
                    print("locked")
                case ["get", name]:
                    print(keychain.get(name))
                case ["set", name, value]:
                    keychain.set(name, value)
                    print("kept")
                case ["delete", name]:
                    keychain.delete(name)
                    print("deleted")
        except KeychainUnavailable as error:
            print(f"unavailable: {error}")


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2:])

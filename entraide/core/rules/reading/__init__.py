"""Reading whole documents: decoded, typed, checked before publication, every fault with its place."""

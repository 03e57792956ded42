"""Acts on the register: taking over, memberships, billing, structure."""

"""The bodies of the territorial service and what happens to them: mergers, splits, extensions, renamings."""

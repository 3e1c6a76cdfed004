"""The admins' workbench: versions of the rules, what may be done to them, and the forms that change a draft."""

from careerpaths.admin.versions import RulesetVersionAdmin

__all__ = ["RulesetVersionAdmin"]

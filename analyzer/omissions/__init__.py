"""What a description of a system has to hold and does not: the description criteria (AICPA DC section 200), one by one.

Judged are documents that call themselves a description of a system, together: each criterion is present where a heading or a
sentence speaks of it, a slogan where all that speaks of it states nothing, and missing where nothing does. Whether what is there is
enough is a judgement that stays with people.
"""

from .criteria import Coverage, coverage, headed_by, is_description, omissions

__all__ = ["Coverage", "coverage", "headed_by", "is_description", "omissions"]

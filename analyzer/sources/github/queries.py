"""The queries of GraphQL that are sent to GitHub; there are no mutations."""

from __future__ import annotations

PAGE = "pageInfo { hasNextPage endCursor }"
COST = "rateLimit { cost limit remaining resetAt }"
REVIEW = "author { login __typename } state submittedAt commit { oid }"
AUTHOR = "email user { login }"
COMMIT = f"""commit {{
  id oid committedDate author {{ {AUTHOR} }} committer {{ user {{ login }} }}
  authors(first: 10) {{ totalCount {PAGE} nodes {{ {AUTHOR} }} }}
}}"""

MEMBERS = f"""query($org: String!, $first: Int!, $cursor: String) {{
  organization(login: $org) {{
    membersWithRole(first: $first, after: $cursor) {{
      totalCount {PAGE}
      edges {{
        role hasTwoFactorEnabled
        node {{
          login databaseId name email createdAt organizationVerifiedDomainEmails(login: $org) organization(login: $org) {{ login }}
        }}
      }}
    }}
  }}
  {COST}
}}"""

IDENTITIES = f"""query($org: String!, $first: Int!, $cursor: String) {{
  organization(login: $org) {{
    samlIdentityProvider {{
      ssoUrl
      externalIdentities(first: $first, after: $cursor, membersOnly: true) {{
        totalCount {PAGE} nodes {{ guid user {{ login }} samlIdentity {{ nameId }} scimIdentity {{ username }} }}
      }}
    }}
  }}
  {COST}
}}"""

COLLABORATORS = f"""query($org: String!, $first: Int!, $cursor: String) {{
  organization(login: $org) {{
    repositories(first: $first, after: $cursor) {{
      totalCount {PAGE}
      nodes {{
        id nameWithOwner isArchived
        collaborators(affiliation: DIRECT, first: 100) {{ totalCount {PAGE} edges {{ permission node {{ login }} }} }}
      }}
    }}
  }}
  {COST}
}}"""

MORE_COLLABORATORS = f"""query($id: ID!, $first: Int!, $cursor: String) {{
  node(id: $id) {{
    ... on Repository {{
      collaborators(affiliation: DIRECT, first: $first, after: $cursor) {{ {PAGE} edges {{ permission node {{ login }} }} }}
    }}
  }}
}}"""

ACTIVE = f"""query($org: String!, $first: Int!, $cursor: String) {{
  organization(login: $org) {{
    repositories(first: $first, after: $cursor) {{
      totalCount {PAGE}
      nodes {{
        nameWithOwner
        pullRequests(states: [MERGED], first: 1, orderBy: {{field: UPDATED_AT, direction: DESC}}) {{ nodes {{ updatedAt }} }}
        deployments(first: 1, orderBy: {{field: CREATED_AT, direction: DESC}}) {{ nodes {{ createdAt }} }}
      }}
    }}
  }}
  {COST}
}}"""

PULL_REQUESTS = f"""query($owner: String!, $name: String!, $first: Int!, $cursor: String) {{
  repository(owner: $owner, name: $name) {{
    pullRequests(states: [MERGED], first: $first, after: $cursor, orderBy: {{field: UPDATED_AT, direction: DESC}}) {{
      totalCount {PAGE}
      edges {{
        cursor
        node {{
          id number title url createdAt updatedAt mergedAt baseRefName headRefOid changedFiles additions deletions reviewDecision
          repository {{ nameWithOwner }}
          author {{ login __typename }} mergedBy {{ login __typename }} mergeCommit {{ oid }}
          reviews(first: 50) {{ totalCount {PAGE} nodes {{ {REVIEW} }} }}
          commits(first: 25) {{ totalCount {PAGE} nodes {{ {COMMIT} }} }}
          head: commits(last: 1) {{ nodes {{ commit {{ oid statusCheckRollup {{ state }} }} }} }}
          forcePushes: timelineItems(itemTypes: [HEAD_REF_FORCE_PUSHED_EVENT], last: 1) {{
            nodes {{ ... on HeadRefForcePushedEvent {{ createdAt actor {{ login }} }} }}
          }}
        }}
      }}
    }}
  }}
  {COST}
}}"""

MORE_REVIEWS = f"""query($id: ID!, $first: Int!, $cursor: String) {{
  node(id: $id) {{ ... on PullRequest {{ reviews(first: $first, after: $cursor) {{ {PAGE} nodes {{ {REVIEW} }} }} }} }}
}}"""

MORE_COMMITS = f"""query($id: ID!, $first: Int!, $cursor: String) {{
  node(id: $id) {{ ... on PullRequest {{ commits(first: $first, after: $cursor) {{ {PAGE} nodes {{ {COMMIT} }} }} }} }}
}}"""

MORE_AUTHORS = f"""query($id: ID!, $first: Int!, $cursor: String) {{
  node(id: $id) {{ ... on Commit {{ authors(first: $first, after: $cursor) {{ {PAGE} nodes {{ {AUTHOR} }} }} }} }}
}}"""

DEPLOYMENTS = f"""query($owner: String!, $name: String!, $first: Int!, $cursor: String) {{
  repository(owner: $owner, name: $name) {{
    deployments(first: $first, after: $cursor, orderBy: {{field: CREATED_AT, direction: DESC}}) {{
      totalCount {PAGE}
      edges {{
        cursor
        node {{
          id databaseId commitOid environment originalEnvironment task createdAt state
          creator {{ login __typename }} ref {{ name }} latestStatus {{ state createdAt creator {{ login }} }}
          repository {{ nameWithOwner }}
        }}
      }}
    }}
  }}
  {COST}
}}"""

COMMITS = f"""query($owner: String!, $name: String!, $first: Int!, $cursor: String, $since: GitTimestamp, $until: GitTimestamp) {{
  repository(owner: $owner, name: $name) {{
    defaultBranchRef {{
      name
      target {{
        ... on Commit {{
          history(first: $first, after: $cursor, since: $since, until: $until) {{
            totalCount {PAGE}
            nodes {{
              oid committedDate messageHeadline author {{ {AUTHOR} }} committer {{ {AUTHOR} }} signature {{ isValid }}
              repository {{ nameWithOwner }}
              associatedPullRequests(first: 5) {{ nodes {{ number mergedAt baseRefName repository {{ nameWithOwner }} }} }}
            }}
          }}
        }}
      }}
    }}
  }}
  {COST}
}}"""

PUSHED = f"""query($org: String!, $first: Int!, $cursor: String) {{
  organization(login: $org) {{
    repositories(first: $first, after: $cursor) {{
      totalCount {PAGE} nodes {{ nameWithOwner pushedAt defaultBranchRef {{ name }} }}
    }}
  }}
  {COST}
}}"""

ALERTS_ENABLED = f"""query($org: String!, $first: Int!, $cursor: String) {{
  organization(login: $org) {{
    repositories(first: $first, after: $cursor, isArchived: false) {{
      {PAGE} nodes {{ nameWithOwner hasVulnerabilityAlertsEnabled }}
    }}
  }}
}}"""

/** A role of a person, as `GET /users/{id}/roles` answers it. */
export interface Assignment {
  readonly id: string;
  readonly state: 'ACTIVE' | 'REVOKED';
  readonly roleId: string;
  readonly code: string;
  readonly name: string;
  readonly module: string;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly reason: string;
  readonly assignedAt: string;
  readonly assignedBy: string;
  readonly assignedByName: string | null;
  readonly isInForce: boolean;
}

/** An open session, as `GET /users/{id}/sessions` and `GET /auth/sessions` answer it. */
export interface SessionLine {
  readonly ref: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
  readonly lockedAt: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly isThis?: boolean;
}

/** One permission of a person with its scope and the roles it comes from. */
export interface HeldPermission {
  readonly permission: string;
  readonly scope: 'own' | 'department' | 'organization' | 'all';
  readonly roles: readonly string[];
}

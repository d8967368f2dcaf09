using Microsoft.AspNetCore.Identity;

namespace Wenden.Identity.Accounts;

/// <summary>Somebody who can sign in: who works in the hall, or a citizen who has done so before.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    public string FullName { get; set; } = "";

    public string[] Roles { get; set; } = [];

    /// <summary>Sites where the account acts; <c>*</c> is every one.</summary>
    public string[] Sites { get; set; } = [];

    /// <summary>Registry's id of the citizen; none for those who work in the hall.</summary>
    public Guid? PersonId { get; set; }

    /// <summary>Since when an operator has shut the account; none while it is open.</summary>
    public DateTimeOffset? DisabledSince { get; set; }

    /// <summary>Tokens issued earlier are refused.</summary>
    public DateTimeOffset? StoppedSince { get; set; }

    public bool MustChangePassword { get; set; }

    /// <summary>The authenticator's secret, encrypted; made when enrolment begins.</summary>
    public byte[]? AuthenticatorSecret { get; set; }

    /// <summary>When the first code of the authenticator was right; without it the second factor is not in use.</summary>
    public DateTimeOffset? EnrolledAt { get; set; }

    /// <summary>The last step whose code was used; its and earlier codes are not taken again.</summary>
    public long AuthenticatorStep { get; set; }

    public bool IsEnrolled => EnrolledAt is not null;

    public bool NeedsSecondFactor => Roles.Any(HallRoles.WithSecondFactor.Contains);
}

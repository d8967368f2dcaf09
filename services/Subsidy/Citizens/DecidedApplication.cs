using System.Text.Json;
using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Rules;

namespace Wenden.Subsidy.Citizens;

/// <summary>What is told of an application to whom it concerns.</summary>
internal sealed record DecidedApplication
{
    /// <summary>Columns of a query that gives one; the table is <c>a</c>.</summary>
    public const string Columns =
        """
        a.site, a.id, a.case_id, a.person_id, a.programme, a.year, a.policy_sha256, a.applied_on, a.state, a.duplicate_of,
        a.assessment::text as assessment_json, a.payee::text as payee_json, a.obstacles, a.first_note, a.second_note, a.override_note, a.supplement, a.amount, a.decided_at
        """;

    public required string Site { get; init; }

    public Guid Id { get; init; }

    public Guid? CaseId { get; init; }

    public Guid PersonId { get; init; }

    public required string Programme { get; init; }

    public int Year { get; init; }

    /// <summary>The text of the law that it is judged by.</summary>
    public required string PolicySha256 { get; init; }

    public DateOnly AppliedOn { get; init; }

    public required string State { get; init; }

    public Guid? DuplicateOf { get; init; }

    public string? AssessmentJson { get; init; }

    public string? PayeeJson { get; init; }

    /// <summary>Codes of what forbids the subsidy beside the rules.</summary>
    public string[] Obstacles { get; init; } = [];

    public string? FirstNote { get; init; }

    public string? SecondNote { get; init; }

    public string? OverrideNote { get; init; }

    /// <summary>What a reviewer asked for.</summary>
    public string? Supplement { get; init; }

    /// <summary>Yuan a year; 0 unless granted.</summary>
    public decimal Amount { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public bool IsRefused => State == States.Refused;

    public bool IsDecided => State is States.Approved or States.Refused or States.Revoked;

    public Assessment? Assessment => AssessmentJson is null ? null : JsonSerializer.Deserialize<Assessment>(AssessmentJson, HallJson.Options);

    public Payee? Payee => Payee.Read(PayeeJson);
}

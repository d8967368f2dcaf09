using System.Data;
using System.Text.RegularExpressions;
using Wenden.Subsidy.Applications;

namespace Wenden.Subsidy.Notices;

/// <summary>An objection (异议) to a decision or to somebody on a notice.</summary>
internal sealed partial record NewObjection
{
    /// <summary>Who wrote it down, where the applicant did.</summary>
    public const string Applicant = "applicant";

    /// <summary>Who wrote it down, where nobody signed in.</summary>
    public const string Anybody = "anybody";

    public const int LongestName = 50, LongestText = 1_000;
    private const int LongestContact = 20;

    public required string Site { get; init; }

    public Guid? ApplicationId { get; init; }

    public Guid? NoticeId { get; init; }

    public string? About { get; init; }

    public required string From { get; init; }

    public string? Contact { get; init; }

    public required string Text { get; init; }

    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public Problem? Fault() =>
        !IsLine(From, LongestName) ? Problem.Invalid("objection.from", LongestName)
        : !string.IsNullOrWhiteSpace(Contact) && (Contact.Length > LongestContact || !Telephone().IsMatch(Contact.Trim())) ? Problem.Invalid("objection.contact")
        : Text.Trim().Length is 0 or > LongestText || Text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'))
            ? Problem.Invalid("objection.text", LongestText)
        : null;

    /// <summary>Whether a text is one line of 1 to <paramref name="longest"/> characters.</summary>
    public static bool IsLine(string text, int longest) => text.Trim().Length > 0 && text.Trim().Length <= longest && !text.Any(char.IsControl);

    /// <summary>Adds it, and a step to the history of the application; no id where the applicant's own is open already.</summary>
    public async Task<Guid?> AddAsync(IDbConnection connection, CancellationToken ct)
    {
        var state = ApplicationId is null ? null : await connection.ExecuteScalarAsync<string>(new CommandDefinition(
            "select state from applications where site = @Site and id = @ApplicationId for update", new { Site, ApplicationId }, cancellationToken: ct));
        var id = await connection.ExecuteScalarAsync<Guid?>(new CommandDefinition(
            """
            insert into objections (id, site, application_id, notice_id, about, "from", contact, text, at, by)
            values (@id, @Site, @ApplicationId, @NoticeId, @About, @from, @contact, @text, @At, @By)
                on conflict do nothing
            returning id
            """,
            new
            {
                id = Guid.CreateVersion7(At), Site, ApplicationId, NoticeId, About, from = From.Trim(),
                contact = string.IsNullOrWhiteSpace(Contact) ? null : Contact.Trim(), text = Text.Trim(), At, By,
            },
            cancellationToken: ct));
        if (id is not null && ApplicationId is { } application && state is not null)
            await History.AddAsync(connection, Site, application, At, By, state, "objection", null, ct);
        return id;
    }

    [GeneratedRegex(@"^\+?[0-9][0-9 -]{4,18}\z")]
    private static partial Regex Telephone();
}

/// <summary>What whoever objects gets to know.</summary>
internal sealed record Objected(Guid Id, string State, DateTimeOffset At);

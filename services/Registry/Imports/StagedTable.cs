using System.Text.Json;
using NpgsqlTypes;

namespace Wenden.Registry.Imports;

/// <summary>One kind of line, and how it is copied into its staging table.</summary>
internal sealed class StagedTable(string copy, Func<NpgsqlBinaryImporter, ImportLine, CancellationToken, Task> write)
{
    private static readonly StagedTable Employers = Of<EmployerLine>(
        "copy staged_employers (line, source, as_of, code, name, region, facts) from stdin (format binary)",
        async (row, line, ct) =>
        {
            await row.WriteAsync(line.Code, ct);
            await row.WriteAsync(line.Name, ct);
            await row.WriteAsync(line.Region, ct);
            await row.WriteAsync(JsonOf(line.Facts), NpgsqlDbType.Jsonb, ct);
        });

    private static readonly StagedTable CareHomes = Of<CareHomeLine>(
        "copy staged_care_homes (line, source, as_of, code, name, town, address) from stdin (format binary)",
        async (row, line, ct) =>
        {
            await row.WriteAsync(line.Code, ct);
            await row.WriteAsync(line.Name, ct);
            await row.WriteAsync(line.Town, ct);
            await row.WriteAsync(line.Address, NpgsqlDbType.Text, ct);
        });

    private static readonly StagedTable Households = Of<HouseholdLine>(
        """
        copy staged_households (line, source, as_of, code, registration, zero_employment, minimum_living_allowance, registered_poor)
        from stdin (format binary)
        """,
        async (row, line, ct) =>
        {
            await row.WriteAsync(line.Code, ct);
            await row.WriteAsync(line.Registration, ct);
            await row.WriteAsync(line.ZeroEmployment, NpgsqlDbType.Boolean, ct);
            await row.WriteAsync(line.MinimumLivingAllowance, NpgsqlDbType.Boolean, ct);
            await row.WriteAsync(line.RegisteredPoor, NpgsqlDbType.Boolean, ct);
        });

    private static readonly StagedTable Persons = Of<PersonLine>(
        "copy staged_persons (line, source, as_of, bucket, id_number, candidate, facts, care_home, household) from stdin (format binary)",
        async (row, line, ct) =>
        {
            await row.WriteAsync(line.Bucket, ct);
            await row.WriteAsync(line.IdNumber, ct);
            await row.WriteAsync(Guid.CreateVersion7(), ct);
            await row.WriteAsync(JsonOf(line.Facts), NpgsqlDbType.Jsonb, ct);
            await row.WriteAsync(TextOf(line, "careHome"), NpgsqlDbType.Text, ct);
            await row.WriteAsync(TextOf(line, "household"), NpgsqlDbType.Text, ct);
        });

    private static readonly StagedTable Contributions = Of<ContributionLine>(
        """
        copy staged_contributions (line, source, as_of, bucket, id_number, month, employer, base, pension, medical, unemployment)
        from stdin (format binary)
        """,
        async (row, line, ct) =>
        {
            await row.WriteAsync(line.Bucket, ct);
            await row.WriteAsync(line.IdNumber, ct);
            await row.WriteAsync(line.Month!.Value, NpgsqlDbType.Date, ct);
            await row.WriteAsync(line.Employer, NpgsqlDbType.Text, ct);
            await row.WriteAsync(line.Base!.Value, ct);
            await row.WriteAsync(line.Pension!.Value, ct);
            await row.WriteAsync(line.Medical!.Value, ct);
            await row.WriteAsync(line.Unemployment!.Value, ct);
        });

    private static readonly StagedTable Benefits = Of<BenefitLine>(
        """
        copy staged_benefits (line, source, as_of, bucket, id_number, kind, since, monthly_amount, certified_on, ended_on)
        from stdin (format binary)
        """,
        async (row, line, ct) =>
        {
            await row.WriteAsync(line.Bucket, ct);
            await row.WriteAsync(line.IdNumber, ct);
            await row.WriteAsync(line.Benefit, ct);
            await row.WriteAsync(line.Since!.Value, NpgsqlDbType.Date, ct);
            await row.WriteAsync(line.MonthlyAmount!.Value, ct);
            await row.WriteAsync(line.CertifiedOn, NpgsqlDbType.Date, ct);
            await row.WriteAsync(line.EndedOn, NpgsqlDbType.Date, ct);
        });

    private static readonly StagedTable Rejections = new(
        "copy staged_rejections (line, kind, code, arguments, content) from stdin (format binary)",
        async (row, line, ct) =>
        {
            var rejected = (RejectedLine)line;
            await row.WriteAsync(rejected.Number, ct);
            await row.WriteAsync(rejected.Kind, NpgsqlDbType.Text, ct);
            await row.WriteAsync(rejected.Reason.Code, ct);
            await row.WriteAsync(rejected.Reason.Arguments, NpgsqlDbType.Array | NpgsqlDbType.Text, ct);
            await row.WriteAsync(rejected.Content, ct);
        });

    public static StagedTable Of(ImportLine line) => line switch
    {
        ContributionLine => Contributions,
        PersonLine => Persons,
        BenefitLine => Benefits,
        HouseholdLine => Households,
        EmployerLine => Employers,
        CareHomeLine => CareHomes,
        RejectedLine => Rejections,
        _ => throw new ArgumentOutOfRangeException(nameof(line), line.Kind, "No such kind of line."),
    };

    public async Task CopyAsync(NpgsqlConnection connection, List<ImportLine> lines, CancellationToken ct)
    {
        await using var rows = await connection.BeginBinaryImportAsync(copy, ct);
        foreach (var line in lines)
        {
            await rows.StartRowAsync(ct);
            await write(rows, line, ct);
        }

        await rows.CompleteAsync(ct);
    }

    private static StagedTable Of<T>(string copy, Func<NpgsqlBinaryImporter, T, CancellationToken, Task> write)
        where T : ImportLine =>
        new(copy, async (row, line, ct) =>
        {
            await row.WriteAsync(line.Number, ct);
            await row.WriteAsync(line.Source, ct);
            await row.WriteAsync(line.AsOf!.Value, NpgsqlDbType.Date, ct);
            await write(row, (T)line, ct);
        });

    private static string JsonOf(Dictionary<string, JsonElement>? facts) =>
        JsonSerializer.Serialize(facts ?? [], LineJson.Strict.DictionaryStringJsonElement);

    private static string? TextOf(PersonLine line, string fact) => line.Facts!.TryGetValue(fact, out var value) ? value.GetString() : null;
}

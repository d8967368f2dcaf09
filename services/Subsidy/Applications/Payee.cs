using System.Text.Json;
using Wenden.Contracts.Registry;

namespace Wenden.Subsidy.Applications;

/// <summary>Who is paid and where to, as the registry holds it. Personal data: shown masked, written to no log.</summary>
internal sealed record Payee
{
    public string? Name { get; init; }

    public string? IdNumber { get; init; }

    public string? Bank { get; init; }

    /// <summary>Number of the bank account; none where the registry knows of none.</summary>
    public string? Account { get; init; }

    public static Payee Of(PersonFile file) => new()
    {
        Name = TextOf(file, "name"),
        IdNumber = TextOf(file, "idNumber"),
        Bank = TextOf(file, "bankName"),
        Account = TextOf(file, "bankAccount"),
    };

    public static Payee? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<Payee>(json, HallJson.Options);

    public string Write() => JsonSerializer.Serialize(this, HallJson.Options);

    private static string? TextOf(PersonFile file, string fact) =>
        file.Facts.TryGetValue(fact, out var known) && known.Value.ValueKind == JsonValueKind.String ? known.Value.GetString() : null;
}

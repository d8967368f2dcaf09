using System.Security.Cryptography.X509Certificates;
using Wenden.Forms.Archiving;
using Wenden.Forms.Sealing;
using Wenden.Forms.Storage;

namespace Wenden.Forms.Verifying;

/// <summary>What anybody who holds a form may know of it: which form it is and that it is genuine, but not what it says.</summary>
internal sealed record VerifiedForm
{
    public required Guid FormId { get; init; }

    public required string Template { get; init; }

    /// <summary>The site as people call it.</summary>
    public required string SiteName { get; init; }

    /// <summary><c>rendered</c> or <c>signed</c>.</summary>
    public required string State { get; init; }

    /// <summary>The family name of the person it is about, with a mark for each other character; none where the form does not name them.</summary>
    public string? Person { get; init; }

    public required DateTimeOffset RenderedAt { get; init; }

    /// <summary>SHA-256 of the file that the person was shown.</summary>
    public required string RenderedSha256 { get; init; }

    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>SHA-256 of the file that the hall keeps: the signed one, once there is one.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether what the hall keeps still has that hash.</summary>
    public required bool IsIntact { get; init; }

    /// <summary>The seal of the file that the hall keeps.</summary>
    public required VerifiedSeal Seal { get; init; }
}

/// <summary>A file that somebody brings.</summary>
/// <param name="Sha256">Its hash.</param>
/// <param name="Match"><c>signed</c>: it is what the hall keeps; <c>unsigned</c>: it is what was shown before; <c>void</c>: so, but other values took its place; <c>unknown</c>.</param>
/// <param name="Seal">Its seal.</param>
/// <param name="Form">The form, where it is known.</param>
internal sealed record VerifiedFile(string Sha256, string Match, VerifiedSeal Seal, VerifiedForm? Form);

/// <summary>What is to be thought of a seal.</summary>
/// <param name="State"><c>valid</c>; <c>broken</c>: the file was changed; <c>foreign</c>: it is whole, but no site of the hall sealed it; <c>none</c>.</param>
/// <param name="Name">Who sealed it, where it is whole.</param>
internal sealed record VerifiedSeal(string State, string? Name);

/// <summary>Finds out what there is to know of a form or a file.</summary>
internal sealed class Verification(NpgsqlDataSource database, FileArchive archive)
{
    /// <summary>The form of that id; none where there is none, or the id stands for several.</summary>
    public async Task<VerifiedForm?> FormAsync(Guid id, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await FindAsync(connection, "id = @id", new { id }, ct) is { } form ? await ViewAsync(connection, form, ct) : null;
    }

    public async Task<VerifiedFile> FileAsync(byte[] pdf, CancellationToken ct)
    {
        var sha256 = FileArchive.HashOf(pdf);
        await using var connection = await database.OpenConnectionAsync(ct);
        var (match, form) = await FindAsync(connection, "signed_sha256 = @sha256", new { sha256 }, ct) is { } signed ? ("signed", signed)
            : await FindAsync(connection, "sha256 = @sha256", new { sha256 }, ct) is { } shown ? ("unsigned", shown)
            : await FindAsync(connection, "(site, id) in (select site, form_id from voided_renderings where sha256 = @sha256)", new { sha256 }, ct) is { } was ? ("void", was)
            : ("unknown", null);
        return new VerifiedFile(sha256, match, await SealOfAsync(connection, pdf, form?.SignedAt, ct), form is null ? null : await ViewAsync(connection, form, ct));
    }

    private async Task<VerifiedForm> ViewAsync(NpgsqlConnection connection, StoredForm form, CancellationToken ct)
    {
        var kept = form.SignedSha256 ?? form.Sha256;
        byte[]? file = null;
        try
        {
            file = await archive.ReadAsync(kept, ".pdf", ct);
        }
        catch (ArchiveDamagedException)
        {
            // That it is damaged is the answer.
        }

        return new VerifiedForm
        {
            FormId = form.Id,
            Template = form.Template,
            SiteName = form.SiteName ?? form.Site,
            State = form.State,
            Person = form.Values().FirstOrDefault(field => field.Name == "name")?.Code is { Length: > 0 } name ? Mask(name) : null,
            RenderedAt = form.RenderedAt,
            RenderedSha256 = form.Sha256,
            SignedAt = form.SignedAt,
            Sha256 = kept,
            IsIntact = file is not null,
            Seal = file is null ? new VerifiedSeal(SealCheck.Broken, null) : await SealOfAsync(connection, file, form.SignedAt, ct),
        };
    }

    // Valid is a seal of a site of the hall that counted on the day of signing.
    private static async Task<VerifiedSeal> SealOfAsync(NpgsqlConnection connection, byte[] pdf, DateTimeOffset? signedAt, CancellationToken ct)
    {
        var check = SealCheck.Of(pdf);
        if (check.Certificate is not { } certificate)
            return new VerifiedSeal(check.State, null);
        var known = await connection.QuerySingleOrDefaultAsync<byte[]>(new CommandDefinition(
            "select certificate from seals where thumbprint = @Thumbprint", new { certificate.Thumbprint }, cancellationToken: ct));
        var counted = signedAt is not { } at || (certificate.NotBefore.ToUniversalTime() <= at.UtcDateTime && at.UtcDateTime <= certificate.NotAfter.ToUniversalTime());
        return new VerifiedSeal(
            known is not null && known.AsSpan().SequenceEqual(certificate.RawData) && counted ? "valid" : "foreign",
            certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));
    }

    private static async Task<StoredForm?> FindAsync(NpgsqlConnection connection, string which, object arguments, CancellationToken ct)
    {
        var found = (await connection.QueryAsync<StoredForm>(new CommandDefinition($"select * from forms where {which} limit 2", arguments, cancellationToken: ct))).AsList();
        return found is [var one] ? one : null;
    }

    private static string Mask(string name)
    {
        var characters = name.EnumerateRunes().ToArray();
        return characters[0] + new string('*', Math.Max(1, characters.Length - 1));
    }
}

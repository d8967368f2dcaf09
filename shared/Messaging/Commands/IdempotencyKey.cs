using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Npgsql;
using NpgsqlTypes;
using Wenden.ServiceDefaults;
using Wenden.ServiceDefaults.Problems;

namespace Wenden.Messaging.Commands;

/// <summary>One use of an idempotency key. Keys belong to their caller, so two callers may choose the same.</summary>
internal sealed class IdempotencyKey(UnitOfWork unit, EndpointFilterInvocationContext request, string key)
{
    public const string Header = "Idempotency-Key";
    public const int MaximumLength = 200;

    private readonly string _caller = request.HttpContext.User.Identity?.Name ?? "";

    /// <summary>
    /// Takes the key for this request, or finds what it was used for: the stored answer, or 409 where the request was another one. A use
    /// that is still under way elsewhere is waited for; if it fails there, the key is taken here.
    /// </summary>
    public async Task<IResult?> FindAnswerAsync(CancellationToken ct)
    {
        var hash = Hash();
        var taken = await unit.Connection.ExecuteAsync(new CommandDefinition(
            "insert into idempotency_keys (caller, key, request) values (@_caller, @key, @hash) on conflict do nothing",
            new { _caller, key, hash }, cancellationToken: ct));
        if (taken == 1)
            return null;

        var stored = await unit.Connection.QuerySingleAsync<Stored>(new CommandDefinition(
            "select request, status, location, answer from idempotency_keys where caller = @_caller and key = @key",
            new { _caller, key }, cancellationToken: ct));
        return stored.Request.AsSpan().SequenceEqual(hash)
            ? new Answer(stored.Status, stored.Location, stored.Answer)
            : Problem.Conflict("idempotency.key-reused");
    }

    /// <summary>Stores the answer with the commit of what the command did.</summary>
    public void Save(Answer answer) => unit.AtCommit(new NpgsqlBatchCommand(
        "update idempotency_keys set status = $1, location = $2, answer = $3 where caller = $4 and key = $5")
    {
        Parameters = { new() { Value = answer.Status }, Text(answer.Location), Text(answer.Json), Text(_caller), Text(key) },
    });

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    /// <summary>Method, address and body: what makes two requests the same.</summary>
    private byte[] Hash()
    {
        var http = request.HttpContext;
        var bodyType = http.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        var body = request.Arguments.OfType<IRawBody>().FirstOrDefault() is { } raw ? raw.Sha256
            : bodyType is null ? null
            : request.Arguments.FirstOrDefault(argument => argument?.GetType() == bodyType);
        return SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
            new { http.Request.Method, Path = http.Request.Path.Value, http.Request.QueryString.Value, Body = body }, HallJson.Options));
    }

    private sealed record Stored(byte[] Request, int Status, string? Location, string? Answer);
}

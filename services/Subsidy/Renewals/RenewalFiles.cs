using System.Net;
using System.Text.Json;
using Wenden.Contracts.Registry;
using Wenden.Subsidy.Applications;

namespace Wenden.Subsidy.Renewals;

/// <summary>Reads the files of a batch. One that the registry cannot give does not keep the others from being read.</summary>
internal sealed class RenewalFiles(FactsOnRecord record)
{
    private readonly Dictionary<Guid, PersonFile> _files = [];
    private readonly HashSet<Guid> _unreadable = [];

    /// <summary>The person's file; none where it is unknown or unreadable.</summary>
    public PersonFile? Find(Guid personId) => _files.GetValueOrDefault(personId);

    public bool IsUnreadable(Guid personId) => _unreadable.Contains(personId);

    /// <summary>Reads them at once where that goes, otherwise in ever smaller parts.</summary>
    /// <exception cref="HttpRequestException">The registry is away, which is nobody's fault: to be tried again later.</exception>
    public async Task ReadAsync(Guid[] persons, Purpose purpose, CancellationToken ct)
    {
        if (persons.Length == 0)
            return;
        try
        {
            foreach (var (personId, file) in await record.ReadManyAsync(persons, purpose, ct))
                _files[personId] = file;
        }
        catch (Exception exception) when (IsAboutPersons(exception))
        {
            if (persons.Length == 1)
            {
                _unreadable.Add(persons[0]);
                return;
            }

            await ReadAsync(persons[..(persons.Length / 2)], purpose, ct);
            await ReadAsync(persons[(persons.Length / 2)..], purpose, ct);
        }
    }

    // An unavailable registry answers 503 or nothing.
    private static bool IsAboutPersons(Exception exception) =>
        exception is JsonException or HttpRequestException { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.InternalServerError };
}

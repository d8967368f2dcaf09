using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Wenden.Demo;

/// <summary>One visitor's way through the hall: one trace, one printed line a step.</summary>
public sealed class Visit(HallClient hall, string title, TextWriter output)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>Name of the visit.</summary>
    public string Title => title;

    /// <summary>The trace that every step of the visit belongs to, as 32 hexadecimal digits.</summary>
    public string TraceId { get; } = ActivityTraceId.CreateRandom().ToHexString();

    /// <summary>The visitor's own span, under which every request hangs; 16 hexadecimal digits. It is not recorded anywhere.</summary>
    public string SpanId { get; } = ActivitySpanId.CreateRandom().ToHexString();

    /// <summary>Steps done so far.</summary>
    public int Steps { get; private set; }

    private string TraceParent => $"00-{TraceId}-{SpanId}-01";

    /// <summary>Prints the heading of the visit.</summary>
    public async Task BeginAsync()
    {
        await output.WriteLineAsync();
        await output.WriteLineAsync($"{title}\n  step  service        time    trace {TraceId}");
    }

    /// <summary>A command. With <paramref name="mayConflict"/> a 409 is an answer like any other, not the end of the walk.</summary>
    public Task<JsonElement> PostAsync(
        Caller caller, string service, string path, object? body, Func<JsonElement, string> say, CancellationToken ct, bool mayConflict = false) =>
        StepAsync(service, async () =>
        {
            using var answer = await hall.SendAsync(
                caller, TraceParent, HttpMethod.Post, $"/api/{service}{path}", () => body is null ? null : JsonContent.Create(body), ct);
            if (!answer.IsSuccessStatusCode && !(mayConflict && answer.StatusCode == HttpStatusCode.Conflict))
                throw new StepFailedException($"POST {path} as {caller}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}");
            return await HallClient.JsonAsync(answer, ct);
        }, say);

    /// <summary>Brings people into the registry.</summary>
    public Task<JsonElement> ImportAsync(string ndjson, CancellationToken ct) =>
        StepAsync("registry", async () =>
        {
            using var answer = await hall.SendAsync(
                new Caller("operator", "o001", "*"), TraceParent, HttpMethod.Post, "/api/registry/imports",
                () => new StringContent(ndjson, null, "application/x-ndjson"), ct);
            if (!answer.IsSuccessStatusCode)
                throw new StepFailedException($"POST /imports: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}");
            return await HallClient.JsonAsync(answer, ct);
        }, imported => $"{imported.GetProperty("personsChanged").GetInt64()} persons imported, with {Sum(imported, "received")} lines from their sources");

    /// <summary>Asks again until <paramref name="isThere"/>: what events bring arrives a little later than the command that caused it.</summary>
    public Task<JsonElement> WaitAsync(
        Caller caller, string service, string path, Func<JsonElement, bool> isThere, Func<JsonElement, string> say, CancellationToken ct) =>
        StepAsync(service, async () =>
        {
            var waited = Stopwatch.StartNew();
            while (true)
            {
                using var answer = await hall.SendAsync(caller, TraceParent, HttpMethod.Get, $"/api/{service}{path}", () => null, ct);
                var text = await answer.Content.ReadAsStringAsync(ct);
                if (answer.IsSuccessStatusCode && JsonSerializer.Deserialize<JsonElement>(text) is var seen && isThere(seen))
                    return seen;
                if (waited.Elapsed > _patience)
                    throw new StepFailedException($"{service}{path} did not come to what was expected within {_patience.TotalSeconds} s; last: {(int)answer.StatusCode} {text}");
                await Task.Delay(50, ct);
            }
        }, say);

    /// <summary>Fetches a file.</summary>
    public Task<byte[]> DownloadAsync(Caller caller, string service, string path, Func<byte[], string> say, CancellationToken ct) =>
        StepAsync(service, async () =>
        {
            using var answer = await hall.SendAsync(caller, TraceParent, HttpMethod.Get, $"/api/{service}{path}", () => null, ct);
            if (!answer.IsSuccessStatusCode)
                throw new StepFailedException($"GET {path} as {caller}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}");
            return await answer.Content.ReadAsByteArrayAsync(ct);
        }, say);

    /// <summary>Holds the story to what must come out.</summary>
    public static void Expect(bool holds, string what)
    {
        if (!holds)
            throw new StepFailedException($"expected {what}");
    }

    /// <summary>A sum over all kinds of lines of an import.</summary>
    public static long Sum(JsonElement imported, string count) =>
        imported.GetProperty("counts").EnumerateObject().Sum(kind => kind.Value.GetProperty(count).GetInt64());

    private async Task<T> StepAsync<T>(string service, Func<Task<T>> act, Func<T, string> say)
    {
        var started = Stopwatch.GetTimestamp();
        T result;
        try
        {
            result = await act();
        }
        catch (StepFailedException failure)
        {
            throw new StepFailedException($"{title}, after {Steps} steps: {failure.Message}");
        }

        Steps++;
        var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
        await output.WriteLineAsync($"  {Steps,2}  {service,-13} {took,6} ms  {TraceId[..8]}  {say(result)}");
        return result;
    }
}

using System.Text.Json;

namespace Wenden.Subsidy.Rules;

/// <summary>One fact by its public name: how it is read from JSON, written, and found in <see cref="Facts"/>.</summary>
internal abstract class FactKey(string name, string expects)
{
    /// <summary>The name in documents, for example <c>paysPension</c>.</summary>
    public string Name { get; } = name;

    /// <summary>What a value looks like, for error messages.</summary>
    public string Expects { get; } = expects;

    /// <summary>The value as it is written in JSON, with source and as-of; none where the fact is missing.</summary>
    public abstract Stated<object>? Of(Facts facts);

    public abstract bool IsMissing(Facts facts);

    /// <summary>The facts with this one set; none where <paramref name="value"/> is no value of this fact.</summary>
    public abstract Facts? With(Facts facts, JsonElement value, string? source, DateOnly? asOf);

    public override string ToString() => Name;
}

/// <inheritdoc/>
internal sealed class FactKey<T>(
    string name,
    string expects,
    Func<Facts, Stated<T>?> get,
    Func<Facts, Stated<T>?, Facts> set,
    FactKey<T>.Reader read,
    Func<T, object> write)
    : FactKey(name, expects)
{
    public delegate bool Reader(JsonElement json, out T value);

    public Stated<T>? Get(Facts facts) => get(facts);

    public Facts With(Facts facts, Stated<T>? value) => set(facts, value);

    public override bool IsMissing(Facts facts) => get(facts) is null;

    public override Stated<object>? Of(Facts facts) =>
        get(facts) is { } known ? new Stated<object>(write(known.Value), known.Source, known.AsOf) : null;

    public override Facts? With(Facts facts, JsonElement value, string? source, DateOnly? asOf) =>
        read(value, out var typed) ? set(facts, new Stated<T>(typed, source, asOf)) : null;
}

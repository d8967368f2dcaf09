namespace Wenden.Registry.Imports;

/// <summary>What became of the lines of one kind. The first number is the sum of the others.</summary>
internal sealed class KindCounts
{
    public long Received { get; set; }

    public long Added { get; set; }

    public long Changed { get; set; }

    /// <summary>Said nothing new: the same as what is held, older than it, or overtaken by another line of the import.</summary>
    public long Unchanged => Received - Added - Changed - Rejected;

    public long Rejected { get; set; }
}

/// <summary>What became of the lines of an import, by kind; lines whose kind cannot be made out count as <c>unknown</c>.</summary>
internal sealed class ImportCounts
{
    public const string Unknown = "unknown";

    public SortedDictionary<string, KindCounts> ByKind { get; } = new(StringComparer.Ordinal);

    public long PersonsChanged { get; set; }

    public KindCounts this[string? kind]
    {
        get
        {
            var name = kind ?? Unknown;
            if (!ByKind.TryGetValue(name, out var counts))
                ByKind[name] = counts = new KindCounts();
            return counts;
        }
    }

    public void Add(string kind, MergeUnit.Merged merged)
    {
        if (merged is { Added: 0, Changed: 0 })
            return;
        this[kind].Added += merged.Added;
        this[kind].Changed += merged.Changed;
    }

    public void Add(ImportCounts other)
    {
        PersonsChanged += other.PersonsChanged;
        foreach (var (kind, counts) in other.ByKind)
            Add(kind, new MergeUnit.Merged(counts.Added, counts.Changed));
    }
}

using System.Text.Json;

namespace Wenden.Contracts.Forms;

/// <summary>Asks Forms to fill and draw the forms of a case from what the registry holds.</summary>
public sealed record RenderForms
{
    /// <summary>Code of the site the case belongs to.</summary>
    public required string Site { get; init; }

    /// <summary>The case.</summary>
    public required Guid CaseId { get; init; }

    /// <summary>The person the forms are about.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>Unified social credit code of the employer for whom the person acts; none where the forms are about the person.</summary>
    public string? EmployerCode { get; init; }

    /// <summary>The forms wanted.</summary>
    public required IReadOnlyList<WantedForm> Forms { get; init; }
}

/// <summary>One form to draw.</summary>
public sealed record WantedForm
{
    /// <summary>Id of the form, given by who asks, so that asking twice makes one form.</summary>
    public required Guid FormId { get; init; }

    /// <summary>Name of the template, for example <c>subsidy-4050-application</c>.</summary>
    public required string Template { get; init; }

    /// <summary>Values of the case that the registry does not hold, by field name: the ticket number, the names of the items, the teller.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>Facts that another item of the case produces, by the registry's names. They stand above what the registry holds.</summary>
    public IReadOnlyDictionary<string, ProducedFact> Produced { get; init; } = new Dictionary<string, ProducedFact>();
}

/// <summary>A fact that holds once an item of the same case is done.</summary>
public sealed record ProducedFact
{
    /// <summary>The value, as the registry would give it.</summary>
    public required JsonElement Value { get; init; }

    /// <summary>Chinese name of the item.</summary>
    public required string By { get; init; }

    /// <summary>The day from which it holds.</summary>
    public required DateOnly On { get; init; }
}

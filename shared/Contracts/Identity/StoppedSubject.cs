namespace Wenden.Contracts.Identity;

/// <summary>Somebody whose tokens are not to be taken any more, as <c>GET /stopped</c> of identity tells it.</summary>
public sealed record StoppedSubject
{
    /// <summary>The <c>sub</c> of the tokens.</summary>
    public required string Subject { get; init; }

    /// <summary>Tokens issued before this instant of the machine's clock are refused; later ones are not.</summary>
    public required DateTimeOffset Since { get; init; }
}

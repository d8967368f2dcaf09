namespace Wenden.Identity.Citizens;

/// <summary>A one-time code on its way to a phone.</summary>
/// <param name="Phone">The number.</param>
/// <param name="Code">The code alone.</param>
/// <param name="Text">What the message says, code included, in the citizen's language.</param>
internal sealed record CodeMessage(string Phone, string Code, string Text);

/// <summary>Takes one-time codes to people: by mail to a text-message gateway, or in the sample hall into a table.</summary>
internal interface ICodeDelivery
{
    Task SendAsync(CodeMessage message, CancellationToken ct);
}

namespace Wenden.Intake.Materials.Checking;

/// <summary>A file as it is kept, or why it is not. A refusal's code has a text in <c>Problems.resx</c>.</summary>
internal sealed record CheckedFile
{
    private CheckedFile()
    {
    }

    /// <summary>Code of the problem; none where the file can be kept.</summary>
    public string? Fault { get; private init; }

    /// <summary>What the text of the problem names.</summary>
    public object?[] Arguments { get; private init; } = [];

    public byte[] Content { get; private init; } = [];

    /// <summary><c>image/jpeg</c>, <c>image/png</c> or <c>application/pdf</c>.</summary>
    public string MediaType { get; private init; } = "";

    public static CheckedFile Keep(byte[] content, string mediaType) => new() { Content = content, MediaType = mediaType };

    public static CheckedFile Refuse(string code, params object?[] arguments) => new() { Fault = code, Arguments = arguments };

    /// <summary>Told by its content, whatever the sender calls it.</summary>
    public static CheckedFile Of(byte[] received) => received switch
    {
        [] => Refuse("material.empty"),
        [0xFF, 0xD8, 0xFF, ..] => Picture.Check(received),
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Picture.Check(received),
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', ..] => PdfFile.Check(received),
        _ => Refuse("material.format-unknown"),
    };
}

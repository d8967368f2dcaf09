using System.Text;
using QRCoder;

namespace Wenden.Identity.Pages;

/// <summary>A QR code as the path of an inline SVG, which needs no script, no style and no file.</summary>
internal static class QrPath
{
    public static (string Path, int Size) Of(string content)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(content, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
            for (var x = 0; x < code.ModuleMatrix[y].Count; x++)
                if (code.ModuleMatrix[y][x])
                    path.Append($"M{x} {y}h1v1h-1z");
        return (path.ToString(), code.ModuleMatrix.Count);
    }
}

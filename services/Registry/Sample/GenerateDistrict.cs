using System.Globalization;
using System.Text.Json;
using Wenden.Registry.Imports;
using Wenden.Registry.Persons;
using Wenden.Registry.Sites;

namespace Wenden.Registry.Sample;

/// <summary><c>generate</c>: writes a sample district as NDJSON, ready for <c>POST /imports</c>.</summary>
internal static class GenerateDistrict
{
    private const string Usage = "generate [--persons 5000] [--employers 200] [--care-homes 20] [--years 5] [--seed 1] [--out file]";

    /// <returns>0, or 2 where the options are not understood.</returns>
    public static async Task<int> RunAsync(string[] options)
    {
        if (!TryRead(options, out var size, out var path))
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        await using var output = path is null ? Console.OpenStandardOutput() : File.Create(path);
        await WriteAsync(new District(size, FactList.Load(), SiteList.Load(), SamplePeople.Load()), output);
        return 0;
    }

    public static async Task WriteAsync(District district, Stream output)
    {
        await using var buffered = new BufferedStream(output, 1 << 16);
        await using var writer = new Utf8JsonWriter(buffered, new JsonWriterOptions { Encoder = LineJson.Strict.Options.Encoder, SkipValidation = true });
        foreach (var line in district.Lines())
        {
            JsonSerializer.Serialize(writer, line, LineParser.TypeOf(line.Kind!));
            await writer.FlushAsync();
            writer.Reset();
            buffered.WriteByte((byte)'\n');
        }
    }

    private static bool TryRead(string[] options, out DistrictSize size, out string? path)
    {
        (size, path) = (new DistrictSize(5000, 200, 20, 5, 1), null);
        for (var i = 0; i < options.Length; i += 2)
        {
            if (i + 1 == options.Length)
                return false;
            if (options[i] == "--out")
            {
                path = options[i + 1];
                continue;
            }

            if (!int.TryParse(options[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return false;
            var changed = options[i] switch
            {
                "--persons" when number >= 5 => size with { Persons = number },
                "--employers" when number >= 1 => size with { Employers = number },
                "--care-homes" => size with { CareHomes = number },
                "--years" when number is >= 1 and <= 50 => size with { Years = number },
                "--seed" => size with { Seed = number },
                _ => null,
            };
            if (changed is null)
                return false;
            size = changed;
        }

        return true;
    }
}

using System.Runtime.InteropServices;

namespace Wenden.Forms.Drawing;

/// <summary>The few functions of HarfBuzz (6.0 or later) that cut a font down to the characters of one document.</summary>
internal static partial class HarfBuzz
{
    private const string Core = "libharfbuzz.so.0";
    private const string Subset = "libharfbuzz-subset.so.0";

    /// <summary><c>HB_SUBSET_FLAGS_NO_HINTING</c>: hints are of no use in print and make up a third of a glyph.</summary>
    public const uint NoHinting = 1;

    /// <summary><c>HB_SUBSET_SETS_DROP_TABLE_TAG</c>.</summary>
    public const int DroppedTables = 3;

    [LibraryImport(Core, EntryPoint = "hb_blob_create_from_file_or_fail", StringMarshalling = StringMarshalling.Utf8)]
    public static partial BlobHandle OpenFile(string path);

    [LibraryImport(Core, EntryPoint = "hb_blob_get_data")]
    public static partial IntPtr Data(BlobHandle blob, out uint length);

    [LibraryImport(Core, EntryPoint = "hb_blob_destroy")]
    public static partial void DestroyBlob(IntPtr blob);

    [LibraryImport(Core, EntryPoint = "hb_face_create")]
    public static partial FaceHandle CreateFace(BlobHandle blob, uint index);

    [LibraryImport(Core, EntryPoint = "hb_face_collect_unicodes")]
    public static partial void CollectCharacters(FaceHandle face, SetHandle into);

    [LibraryImport(Core, EntryPoint = "hb_face_reference_blob")]
    public static partial BlobHandle FileOf(FaceHandle face);

    [LibraryImport(Core, EntryPoint = "hb_face_destroy")]
    public static partial void DestroyFace(IntPtr face);

    [LibraryImport(Core, EntryPoint = "hb_set_create")]
    public static partial SetHandle CreateSet();

    [LibraryImport(Core, EntryPoint = "hb_set_add")]
    public static partial void Add(IntPtr set, uint value);

    [LibraryImport(Core, EntryPoint = "hb_set_next")]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool Next(SetHandle set, ref uint value);

    [LibraryImport(Core, EntryPoint = "hb_set_destroy")]
    public static partial void DestroySet(IntPtr set);

    [LibraryImport(Subset, EntryPoint = "hb_subset_preprocess")]
    public static partial FaceHandle Preprocess(FaceHandle face);

    [LibraryImport(Subset, EntryPoint = "hb_subset_input_create_or_fail")]
    public static partial SubsetInputHandle CreateInput();

    [LibraryImport(Subset, EntryPoint = "hb_subset_input_unicode_set")]
    public static partial IntPtr WantedCharacters(SubsetInputHandle input);

    [LibraryImport(Subset, EntryPoint = "hb_subset_input_set")]
    public static partial IntPtr WantedSet(SubsetInputHandle input, int kind);

    [LibraryImport(Subset, EntryPoint = "hb_subset_input_set_flags")]
    public static partial void SetFlags(SubsetInputHandle input, uint flags);

    [LibraryImport(Subset, EntryPoint = "hb_subset_input_destroy")]
    public static partial void DestroyInput(IntPtr input);

    [LibraryImport(Subset, EntryPoint = "hb_subset_or_fail")]
    public static partial FaceHandle Cut(FaceHandle face, SubsetInputHandle input);
}

internal abstract class HarfBuzzHandle() : SafeHandle(IntPtr.Zero, ownsHandle: true)
{
    public override bool IsInvalid => handle == IntPtr.Zero;

    protected sealed override bool ReleaseHandle()
    {
        Destroy(handle);
        return true;
    }

    protected abstract void Destroy(IntPtr pointer);
}

internal sealed class BlobHandle : HarfBuzzHandle
{
    protected override void Destroy(IntPtr pointer) => HarfBuzz.DestroyBlob(pointer);
}

internal sealed class FaceHandle : HarfBuzzHandle
{
    protected override void Destroy(IntPtr pointer) => HarfBuzz.DestroyFace(pointer);
}

internal sealed class SetHandle : HarfBuzzHandle
{
    protected override void Destroy(IntPtr pointer) => HarfBuzz.DestroySet(pointer);
}

internal sealed class SubsetInputHandle : HarfBuzzHandle
{
    protected override void Destroy(IntPtr pointer) => HarfBuzz.DestroyInput(pointer);
}

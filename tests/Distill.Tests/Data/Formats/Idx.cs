namespace Distill.Tests.Data.Formats;

/// <summary>IDX files as the tests write them.</summary>
internal static class Idx
{
    public static byte[] File(uint[] dimensions, byte[] values, byte type = 8) =>
        [0, 0, type, (byte)dimensions.Length, .. dimensions.SelectMany(d => BitConverter.GetBytes(d).Reverse()), .. values];

    public static byte[] Ramp(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)i)];
}

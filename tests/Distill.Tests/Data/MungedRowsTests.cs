using System.Runtime.InteropServices;
using CsCheck;
using Distill.Data;

namespace Distill.Tests.Data;

public sealed class MungedRowsTests
{
    // Two clouds far apart, a column of three kinds, and one that never changes.
    private static readonly float[][] Table = [.. Enumerable.Range(0, 40).Select(row => new[] { ((row % 2) * 100) + (row * 0.37f % 5), (row % 2 * -50) + (row * 1.7f % 3), row % 3, 7 })];

    private static readonly ArraySource Source = Made(Table);

    [Fact]
    public void ThePartnerIsTheNearestOtherRow()
    {
        var varied = VariedExamples.Of(Source, 2, seed: 3);
        for (var row = 0; row < varied.Count; row++)
        {
            var own = row % Table.Length;
            Assert.Equal(own % 2, varied.PartnerOf(row) % 2);
            Assert.NotEqual(own, varied.PartnerOf(row));
        }
    }

    // The naive search in double precision. Numbers that differ by less than a step are one number, and a row of equal ones is no neighbour.
    [Fact]
    public void NoRowIsMuchNearer() =>
        Gen.Float[-3, 3].Array[5].Array[2, 30].Sample(
            table =>
            {
                var nearest = NearestRows.Of([.. table.SelectMany(row => row)], table.Length);
                double[] deviations = [.. Enumerable.Range(0, 5).Select(column => table.Select(row => (double)row[column]).ToArray()).Select(Deviation)];
                for (var row = 0; row < table.Length; row++)
                {
                    var others = table.Where((_, other) => other != row).Select(other => Distance(table[row], other)).Where(distance => distance > 0.05).ToList();
                    Assert.True(nearest[row] == row ? others.Count == 0 : Distance(table[row], table[nearest[row]]) <= others.DefaultIfEmpty(0).Min() + 0.05);
                }

                double Distance(float[] first, float[] second) =>
                    Math.Sqrt(Enumerable.Range(0, 5).Sum(column => deviations[column] == 0 ? 0 : Math.Pow((first[column] - second[column]) / deviations[column], 2)));

                static double Deviation(double[] values) => Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / values.Length);
            },
            iter: 200);

    [Fact]
    public void EqualRowsAreNoNeighboursOfEachOther()
    {
        Assert.Equal([1, 0, 1], NearestRows.Of([1, 2, 9, 9, 1, 2], 3));
        Assert.Equal([0, 1], NearestRows.Of([5, 5, 5, 5], 2));
        Assert.Empty(NearestRows.Of([], 0));
    }

    [Fact]
    public void HalfOfTheNumbersComeFromAroundThePartners()
    {
        var varied = VariedExamples.Of(Source, 300, seed: 5);
        var rows = Read(varied);
        var kept = Enumerable.Range(0, rows.Length).Count(row => rows[row][0] == Table[row % Table.Length][0]) / (double)rows.Length;
        Assert.InRange(kept, 0.48, 0.52);
        // Of the others the mean is the partner's number, and the deviation the distance of the two.
        var drawn = Enumerable.Range(0, rows.Length)
            .Where(row => rows[row][0] != Table[row % Table.Length][0])
            .Select(row => (Own: Table[row % Table.Length][0], Other: Table[varied.PartnerOf(row)][0], Found: rows[row][0]))
            .Where(draw => draw.Own != draw.Other && draw.Found > 0.01 && draw.Found != Table.Max(row => row[0]))
            .Select(draw => (draw.Found - draw.Other) / Math.Abs(draw.Own - draw.Other)).ToList();
        Assert.InRange(drawn.Average(), -0.1, 0.1);
        Assert.InRange(Math.Sqrt(drawn.Average(value => value * value)), 0.85, 1.1);
    }

    [Fact]
    public void NumbersStayInTheirColumnsRange()
    {
        var rows = Read(VariedExamples.Of(Source, 50, seed: 5));
        Assert.All(rows, row => Assert.InRange(row[0], Table.Min(each => each[0]), Table.Max(each => each[0])));
        Assert.All(rows, row => Assert.Equal(7, row[3]));
    }

    [Fact]
    public void KindsAreTakenFromOneOfTheTwoRows()
    {
        // The nearest row to the first two is of the other kind: 2.14 deviations away, and the third one 2.23.
        float[][] table = [[0, 0, 0, 0], [1, 1, 0, 0], [9, 0, 0, 0]];
        var varied = VariedExamples.Of(Made(table), 400, seed: 2);
        Assert.Equal([1L, 0, 0], Enumerable.Range(0, 3).Select(row => varied.PartnerOf(row)));
        var rows = Read(varied);
        for (var row = 0; row < rows.Length; row++)
        {
            Assert.Contains(rows[row][1], new[] { table[row % 3][1], table[varied.PartnerOf(row)][1] });
        }

        var other = Enumerable.Range(0, rows.Length).Where(row => table[varied.PartnerOf(row)][1] != table[row % 3][1]).ToList();
        Assert.InRange(other.Count(row => rows[row][1] != table[row % 3][1]) / (double)other.Count, 0.4, 0.6);
    }

    [Fact]
    public void RowsDecideThemAndBatchesDoNot()
    {
        var varied = VariedExamples.Of(Source, 3, seed: 7);
        var all = Read(varied);
        var one = new float[4];
        varied.CopyExamples([77], MemoryMarshal.AsBytes(one.AsSpan()));
        Assert.Equal(all[77], one);
        Assert.NotEqual(all, Read(VariedExamples.Of(Source, 3, seed: 8)));
        Assert.Equal(all, Read(VariedExamples.Of(Made(Table), 3, seed: 7)));
    }

    [Fact]
    public void WhatIsMadeWithARowThatAViewLacksStaysOut()
    {
        var view = new ExampleView(Source).Subset([.. Enumerable.Range(0, 20)], "half");
        var transfer = new TransferSource(Source, [], variations: 4, seed: 3);
        var varied = VariedExamples.Of(Source, 4, seed: 3);
        long[] rows = [.. Enumerable.Range(20, transfer.With(view).Count - 20).Select(transfer.With(view).Row).Select(row => row - 40)];
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.True(varied.OriginalOf(row) < 20 && varied.PartnerOf(row) < 20));
    }

    private static ArraySource Made(float[][] table) => new("table", [.. table.SelectMany(row => row)], [.. table.Select((_, row) => row % 2)], ["a", "b"]);

    private static float[][] Read(VariedExamples source)
    {
        var values = new float[source.Count * 4];
        source.CopyExamples([.. Enumerable.Range(0, source.Count).Select(row => (long)row)], MemoryMarshal.AsBytes(values.AsSpan()));
        return [.. values.Chunk(4)];
    }
}

using System.Globalization;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Batches;

/// <summary>Result rows of one batch of an aggregation, by output mode (reference 07 section 2.4).</summary>
internal sealed class AggregationBatch(QueryPlan plan, StagingArea staging)
{
    private AggregationPlan Aggregation => plan.Aggregation!;

    /// <summary>Writes the rows that this batch emits.</summary>
    /// <param name="sequence">Number of the batch.</param>
    /// <param name="watermarkMs">Watermark in force: windows up to it were emitted by earlier batches.</param>
    /// <param name="watermarkNextMs">Watermark after the batch: windows up to it are complete.</param>
    /// <returns>The file; null if there is nothing to write.</returns>
    public StagedFile? Write(long sequence, long watermarkMs, long watermarkNextMs)
    {
        var select = plan.Definition.OutputMode switch
        {
            OutputMode.Append => watermarkNextMs == watermarkMs ? null : AppendSql(watermarkMs, watermarkNextMs),
            OutputMode.Update => UpdateSql(sequence, watermarkMs),
            OutputMode.Complete => FinalSql($"SELECT * FROM ({Aggregation.ExpandSql(StateStore.AllSql)})"),
        };
        return select is null ? null : staging.Write("part", sequence, select, "snappy");
    }

    private string AppendSql(long watermarkMs, long watermarkNextMs) => FinalSql(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        SELECT * FROM ({Aggregation.ExpandSql(StateStore.AllSql)})
        WHERE _we > {WindowSpec.Micros(watermarkMs)} AND _we <= {WindowSpec.Micros(watermarkNextMs)}
        """));

    /// <summary>Groups that the rows of this batch touched, merged with what was known of them.</summary>
    private string UpdateSql(long sequence, long watermarkMs)
    {
        var keys = Aggregation.Keys.Prepend("_ws").ToArray();
        var isSame = string.Join(" AND ", keys.Select(key => $"all_rows.{key} IS NOT DISTINCT FROM touched.{key}"));
        var isOpen = Aggregation.Window is not null && plan.Definition.Watermark is not null
            ? string.Create(CultureInfo.InvariantCulture, $"all_rows._we > {WindowSpec.Micros(watermarkMs)}")
            : "true";
        var final = FinalSql(
            $"""
            SELECT all_rows.* FROM ({Aggregation.ExpandSql(StateStore.AllSql)}) all_rows
            SEMI JOIN (SELECT DISTINCT {string.Join(", ", keys)} FROM ({Aggregation.ExpandSql("SELECT * FROM _delta")})) touched ON {isSame}
            WHERE {isOpen}
            """);
        return string.Create(CultureInfo.InvariantCulture, $"SELECT *, CAST({sequence} AS BIGINT) AS _batch FROM ({final})");
    }

    private string FinalSql(string groups) => $"WITH {AggregationPlan.Groups} AS ({groups}) {Aggregation.FinalSql}";
}

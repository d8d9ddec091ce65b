//! The keywords, and where each may be a name.

/// Where a keyword may be a name all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// Nowhere without brackets.
    Reserved,
    /// Everywhere.
    Name,
    /// Where a name is declared: before `=` and `:`.
    Declared,
}

macro_rules! keywords {
    ($($text:literal $variant:ident $class:ident,)*) => {
        /// A keyword.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Keyword {
            $(#[doc = concat!("`", $text, "`")] $variant,)*
        }

        /// In the order of their texts, for [`Keyword::from_text`].
        const TABLE: &[(&str, Keyword, Use)] = &[$(($text, Keyword::$variant, Use::$class)),*];
    };
}

// Rows stand in the order of their texts' bytes; a test says so.
keywords! {
    "!between" NotBetween Reserved,
    "!contains" NotContains Reserved,
    "!contains_cs" NotContainsCs Reserved,
    "!endswith" NotEndswith Reserved,
    "!endswith_cs" NotEndswithCs Reserved,
    "!has" NotHas Reserved,
    "!has_cs" NotHasCs Reserved,
    "!hasprefix" NotHasprefix Reserved,
    "!hasprefix_cs" NotHasprefixCs Reserved,
    "!hassuffix" NotHassuffix Reserved,
    "!hassuffix_cs" NotHassuffixCs Reserved,
    "!in" NotIn Reserved,
    "!in~" NotInCi Reserved,
    "!startswith" NotStartswith Reserved,
    "!startswith_cs" NotStartswithCs Reserved,
    "3Dchart" ThreeDChart Reserved,
    "__contextual_datatable" InternalContextualDatatable Reserved,
    "__crossCluster" InternalCrossCluster Reserved,
    "__crossDB" InternalCrossDB Reserved,
    "__executeAndCache" InternalExecuteAndCache Reserved,
    "__id" InternalId Reserved,
    "__isFuzzy" InternalIsFuzzy Reserved,
    "__noWithSource" InternalNoWithSource Reserved,
    "__packedColumn" InternalPackedColumn Reserved,
    "__partitionby" InternalPartitionby Name,
    "__projectAway" InternalProjectAway Reserved,
    "__sourceColumnIndex" InternalSourceColumnIndex Reserved,
    "access" Access Name,
    "accumulate" Accumulate Declared,
    "alias" Alias Name,
    "and" And Reserved,
    "anomalychart" Anomalychart Reserved,
    "areachart" Areachart Reserved,
    "as" As Declared,
    "asc" Asc Reserved,
    "assert-schema" AssertSchema Reserved,
    "bagexpansion" Bagexpansion Reserved,
    "barchart" Barchart Reserved,
    "best_effort" BestEffort Name,
    "between" Between Reserved,
    "bin" Bin Name,
    "bin_legacy" BinLegacy Reserved,
    "bool" Bool Name,
    "boolean" Boolean Reserved,
    "by" By Declared,
    "byte" Byte Reserved,
    "cachingpolicy" Cachingpolicy Reserved,
    "callout" Callout Reserved,
    "cancel" Cancel Reserved,
    "card" Card Reserved,
    "char" Char Reserved,
    "columnchart" Columnchart Reserved,
    "commands-and-queries" CommandsAndQueries Reserved,
    "consume" Consume Name,
    "contains" Contains Declared,
    "contains_cs" ContainsCs Reserved,
    "containscs" Containscs Reserved,
    "count" Count Name,
    "cycles" Cycles Reserved,
    "database" Database Name,
    "dataexport" Dataexport Reserved,
    "dataformat" Dataformat Name,
    "datascope" Datascope Reserved,
    "datatable" Datatable Declared,
    "date" Date Reserved,
    "datetime" Datetime Reserved,
    "datetime_pattern" DatetimePattern Name,
    "decimal" Decimal Reserved,
    "declare" Declare Name,
    "decodeblocks" Decodeblocks Reserved,
    "default" Default Name,
    "desc" Desc Reserved,
    "distinct" Distinct Name,
    "double" Double Reserved,
    "dynamic" Dynamic Reserved,
    "earliest" Earliest Declared,
    "edges" Edges Name,
    "encodingpolicy" Encodingpolicy Reserved,
    "endswith" Endswith Reserved,
    "endswith_cs" EndswithCs Reserved,
    "entity_group" EntityGroup Name,
    "evaluate" Evaluate Name,
    "expandoutput" Expandoutput Reserved,
    "extend" Extend Name,
    "extent_tags_retention" ExtentTagsRetention Reserved,
    "external_data" ExternalData Reserved,
    "externaldata" Externaldata Declared,
    "facet" Facet Name,
    "filter" Filter Name,
    "find" Find Declared,
    "first" First Reserved,
    "flags" Flags Reserved,
    "float" Float Reserved,
    "force_remote" ForceRemote Reserved,
    "fork" Fork Name,
    "from" From Name,
    "getschema" Getschema Name,
    "granny-asc" GrannyAsc Reserved,
    "granny-desc" GrannyDesc Reserved,
    "graph" Graph Name,
    "graph-mark-components" GraphMarkComponents Reserved,
    "graph-match" GraphMatch Reserved,
    "graph-shortest-paths" GraphShortestPaths Reserved,
    "graph-to-table" GraphToTable Reserved,
    "graph-where-edges" GraphWhereEdges Reserved,
    "graph-where-nodes" GraphWhereNodes Reserved,
    "guid" Guid Name,
    "harddelete" Harddelete Reserved,
    "hardretention" Hardretention Reserved,
    "has" Has Declared,
    "has_all" HasAll Reserved,
    "has_any" HasAny Reserved,
    "has_cs" HasCs Reserved,
    "hasprefix" Hasprefix Reserved,
    "hasprefix_cs" HasprefixCs Reserved,
    "hassuffix" Hassuffix Reserved,
    "hassuffix_cs" HassuffixCs Reserved,
    "hint.concurrency" HintConcurrency Reserved,
    "hint.distribution" HintDistribution Reserved,
    "hint.materialized" HintMaterialized Reserved,
    "hint.num_partitions" HintNumPartitions Reserved,
    "hint.progressive_top" HintProgressiveTop Reserved,
    "hint.remote" HintRemote Reserved,
    "hint.shufflekey" HintShufflekey Reserved,
    "hint.spread" HintSpread Reserved,
    "hint.strategy" HintStrategy Reserved,
    "hotcache" Hotcache Reserved,
    "id" Id Name,
    "in" In Declared,
    "inline_external_table" InlineExternalTable Name,
    "int" Int Reserved,
    "int16" Int16 Reserved,
    "int32" Int32 Reserved,
    "int64" Int64 Reserved,
    "int8" Int8 Reserved,
    "invoke" Invoke Declared,
    "in~" InCi Reserved,
    "isfuzzy" Isfuzzy Reserved,
    "join" Join Name,
    "journal" Journal Reserved,
    "kind" Kind Reserved,
    "ladderchart" Ladderchart Reserved,
    "last" Last Reserved,
    "latest" Latest Declared,
    "let" Let Name,
    "like" Like Reserved,
    "likecs" Likecs Reserved,
    "limit" Limit Name,
    "linechart" Linechart Reserved,
    "long" Long Reserved,
    "lookup" Lookup Name,
    "macro-expand" MacroExpand Reserved,
    "make-graph" MakeGraph Reserved,
    "make-series" MakeSeries Reserved,
    "matches regex" MatchesRegex Reserved,
    "materialize" Materialize Declared,
    "materialized-view-combine" MaterializedViewCombine Reserved,
    "materialized-views" MaterializedViews Reserved,
    "mdm" Mdm Declared,
    "missing" Missing Reserved,
    "mv-apply" MvApply Reserved,
    "mv-expand" MvExpand Reserved,
    "mvapply" Mvapply Name,
    "mvexpand" Mvexpand Name,
    "nodes" Nodes Name,
    "nooptimization" Nooptimization Reserved,
    "notcontains" Notcontains Reserved,
    "notcontainscs" Notcontainscs Reserved,
    "notlike" Notlike Reserved,
    "notlikecs" Notlikecs Reserved,
    "null" Null Name,
    "nulls" Nulls Name,
    "of" Of Declared,
    "on" On Name,
    "optional" Optional Name,
    "or" Or Reserved,
    "order" Order Name,
    "others" Others Reserved,
    "output" Output Name,
    "pack" Pack Name,
    "parse" Parse Name,
    "parse-kv" ParseKv Reserved,
    "parse-where" ParseWhere Reserved,
    "partition" Partition Name,
    "partitioned-by" PartitionedBy Reserved,
    "pathformat" Pathformat Reserved,
    "pattern" Pattern Name,
    "piechart" Piechart Reserved,
    "pivotchart" Pivotchart Reserved,
    "plotly" Plotly Name,
    "print" Print Declared,
    "project" Project Reserved,
    "project-away" ProjectAway Reserved,
    "project-by-names" ProjectByNames Reserved,
    "project-keep" ProjectKeep Reserved,
    "project-rename" ProjectRename Reserved,
    "project-reorder" ProjectReorder Reserved,
    "project-smart" ProjectSmart Reserved,
    "queries" Queries Reserved,
    "query_parameters" QueryParameters Name,
    "query_results" QueryResults Reserved,
    "range" Range Name,
    "real" Real Reserved,
    "reduce" Reduce Name,
    "regex" Regex Name,
    "relaxed" Relaxed Reserved,
    "render" Render Name,
    "restrict" Restrict Name,
    "restricted_view_access" RestrictedViewAccess Reserved,
    "row_level_security" RowLevelSecurity Reserved,
    "rowstore" Rowstore Reserved,
    "rowstore_references" RowstoreReferences Reserved,
    "rowstore_sealinfo" RowstoreSealinfo Reserved,
    "rowstorepolicy" Rowstorepolicy Reserved,
    "rowstores" Rowstores Reserved,
    "sample" Sample Declared,
    "sample-distinct" SampleDistinct Declared,
    "scan" Scan Name,
    "scatterchart" Scatterchart Reserved,
    "seal" Seal Reserved,
    "seals" Seals Reserved,
    "search" Search Declared,
    "serialize" Serialize Name,
    "set" Set Declared,
    "set-or-append" SetOrAppend Reserved,
    "set-or-replace" SetOrReplace Reserved,
    "shards" Shards Reserved,
    "simple" Simple Reserved,
    "single" Single Reserved,
    "softdelete" Softdelete Reserved,
    "softretention" Softretention Reserved,
    "sort" Sort Name,
    "sql" Sql Declared,
    "stackedareachart" Stackedareachart Reserved,
    "startswith" Startswith Reserved,
    "startswith_cs" StartswithCs Reserved,
    "statistics" Statistics Reserved,
    "step" Step Name,
    "storedqueryresultcontainers" Storedqueryresultcontainers Reserved,
    "string" String Reserved,
    "summarize" Summarize Name,
    "tablepurge" Tablepurge Reserved,
    "take" Take Name,
    "time" Time Reserved,
    "timechart" Timechart Reserved,
    "timeline" Timeline Reserved,
    "timepivot" Timepivot Reserved,
    "timespan" Timespan Reserved,
    "title" Title Declared,
    "to" To Declared,
    "top" Top Name,
    "top-hitters" TopHitters Declared,
    "top-nested" TopNested Declared,
    "toscalar" Toscalar Declared,
    "totable" Totable Declared,
    "treemap" Treemap Reserved,
    "typeof" Typeof Name,
    "uint" Uint Reserved,
    "uint16" Uint16 Reserved,
    "uint32" Uint32 Reserved,
    "uint64" Uint64 Reserved,
    "uint8" Uint8 Reserved,
    "ulong" Ulong Reserved,
    "union" Union Reserved,
    "uniqueid" Uniqueid Reserved,
    "unrestrictedviewers" Unrestrictedviewers Reserved,
    "uuid" Uuid Name,
    "verbose" Verbose Declared,
    "view" View Name,
    "viewers" Viewers Declared,
    "views" Views Reserved,
    "where" Where Declared,
    "with" With Name,
    "with_itemindex" WithItemindex Reserved,
    "with_match_id" WithMatchId Reserved,
    "with_node_id" WithNodeId Name,
    "with_source" WithSource Reserved,
    "with_step_name" WithStepName Reserved,
    "withsource" Withsource Reserved,
    "writeaheadlog" Writeaheadlog Reserved,
}

impl Keyword {
    /// The keyword that is written `text`, exactly.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let at = TABLE.binary_search_by(|(t, _, _)| (*t).cmp(text)).ok()?;
        TABLE.get(at).map(|(_, keyword, _)| *keyword)
    }

    /// The longest keyword that `text` begins with and that is not one plain word (`mv-expand`, `!has_cs`, `in~`,
    /// `hint.strategy`, `matches regex`, `3Dchart`).
    #[must_use]
    pub(crate) fn compound_at(text: &str) -> Option<Self> {
        let first = *text.as_bytes().first()?;
        let from = TABLE.partition_point(|(t, _, _)| t.as_bytes()[0] < first);
        TABLE[from..]
            .iter()
            .take_while(|(t, _, _)| t.as_bytes()[0] == first)
            .filter(|(t, _, _)| t.bytes().any(|b| b"-.~! 3".contains(&b)) && text.starts_with(t))
            .max_by_key(|(t, _, _)| t.len())
            .map(|(_, keyword, _)| *keyword)
    }

    /// As written in KQL.
    #[must_use]
    pub fn text(self) -> &'static str {
        TABLE[self as usize].0
    }

    /// Whether it may be a name wherever a name may stand.
    #[must_use]
    pub fn is_name(self) -> bool {
        TABLE[self as usize].2 == Use::Name
    }

    /// Whether it may be the name of something that is declared: what stands before `=` and `:`.
    #[must_use]
    pub fn is_declared_name(self) -> bool {
        TABLE[self as usize].2 != Use::Reserved
    }

    /// Whether it names a scalar type that a parameter or a column of a schema may have.
    #[must_use]
    pub const fn is_type(self) -> bool {
        matches!(
            self,
            Self::Bool
                | Self::Boolean
                | Self::Date
                | Self::Datetime
                | Self::Decimal
                | Self::Double
                | Self::Dynamic
                | Self::Guid
                | Self::Int
                | Self::Int64
                | Self::Int8
                | Self::Long
                | Self::Real
                | Self::String
                | Self::Time
                | Self::Timespan
                | Self::Uniqueid
        )
    }

    /// A type, or one of the names of types that only `typeof(…)` takes.
    #[must_use]
    pub const fn is_extended_type(self) -> bool {
        self.is_type()
            || matches!(
                self,
                Self::Float
                    | Self::Int16
                    | Self::Int32
                    | Self::Uint
                    | Self::Uint16
                    | Self::Uint32
                    | Self::Uint64
                    | Self::Uint8
                    | Self::Ulong
            )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_so_that_every_keyword_is_found() {
        assert!(TABLE.windows(2).all(|w| w[0].0 < w[1].0));
        for (index, (text, keyword, _)) in TABLE.iter().enumerate() {
            assert_eq!(Keyword::from_text(text), Some(*keyword));
            assert_eq!(*keyword as usize, index);
        }
    }

    #[test]
    fn the_longest_compound_wins() {
        assert_eq!(Keyword::compound_at("project-away x"), Some(Keyword::ProjectAway));
        assert_eq!(Keyword::compound_at("!has_cs 'x'"), Some(Keyword::NotHasCs));
        assert_eq!(Keyword::compound_at("!in~(x)"), Some(Keyword::NotInCi));
        assert_eq!(Keyword::compound_at("project x"), None);
    }
}
